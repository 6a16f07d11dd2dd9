package org.emishub.adapters.health.consent;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.emishub.adapters.health.register.IdentifierSystems;
import org.emishub.routes.facts.ConsentRecord;
import org.emishub.routes.facts.Iso27560;
import org.emishub.security.agreement.Giver;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;

/**
 * Reads a FHIR R4 Consent as what one person said of one exchange.
 *
 * <p>Whatever would make it narrower than the agreement is refused, because it could not be kept to: nested provisions, actors, classes, codes, data, modifiers.
 */
public final class FhirConsent {
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Set<TemporalPrecisionEnum> TO_THE_SECOND =
            Set.of(TemporalPrecisionEnum.SECOND, TemporalPrecisionEnum.MILLI);
    private static final IdentifierSystems SYSTEMS = IdentifierSystems.sandbox();

    private FhirConsent() {}

    /** Whether it says of itself that it is a FHIR resource. */
    public static boolean is(byte[] json) {
        return StrictJson.object(json).path("resourceType").asString("").equals("Consent");
    }

    /**
     * Reads one.
     *
     * @throws NotWellFormed naming the rule that it breaks, never a value
     */
    public static ConsentRecord read(byte[] json) {
        StrictJson.object(json);
        Consent consent = parse(json);
        requireNothingElse(consent);
        boolean given = given(consent);
        boolean withdrawn = consent.getStatus() != ConsentState.ACTIVE;
        Reference performer = consent.getPerformer().size() == 1 ? consent.getPerformerFirstRep() : null;
        if (performer == null) {
            throw new NotWellFormed("Consent.performer: exactly one");
        }
        String child = identifier(consent.getPatient(), "Consent.patient");
        String who = identifier(performer, "Consent.performer");
        Instant at = withdrawn
                ? moment(consent.getMeta().getLastUpdatedElement(), "Consent.meta.lastUpdated")
                : moment(consent.getDateTimeElement(), "Consent.dateTime");
        try {
            return new ConsentRecord(
                    child,
                    agreement(consent),
                    who.equals(child) ? Giver.CHILD : Giver.GUARDIAN,
                    who,
                    given,
                    at,
                    given ? end(consent) : Optional.empty(),
                    evidence(consent));
        } catch (IllegalArgumentException e) {
            throw new NotWellFormed("Consent: " + e.getMessage());
        }
    }

    private static Consent parse(byte[] json) {
        try {
            IParser parser = FHIR.newJsonParser();
            parser.setParserErrorHandler(new StrictErrorHandler());
            return parser.parseResource(Consent.class, new String(json, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            throw new NotWellFormed("not a FHIR R4 Consent");
        }
    }

    private static boolean given(Consent consent) {
        ConsentState state = consent.getStatus();
        if (state == null || state == ConsentState.DRAFT || state == ConsentState.PROPOSED) {
            throw new NotWellFormed("Consent.status: nobody has decided yet");
        }
        ConsentProvisionType type = consent.getProvision().getType();
        if (state == ConsentState.ACTIVE && type != ConsentProvisionType.PERMIT && type != ConsentProvisionType.DENY) {
            throw new NotWellFormed("Consent.provision.type: permit or deny");
        }
        return state == ConsentState.ACTIVE && type == ConsentProvisionType.PERMIT;
    }

    private static void requireNothingElse(Consent consent) {
        Consent.ProvisionComponent provision = consent.getProvision();
        boolean narrower = provision.hasProvision()
                || provision.hasActor()
                || provision.hasAction()
                || provision.hasSecurityLabel()
                || provision.hasPurpose()
                || provision.hasClass_()
                || provision.hasCode()
                || provision.hasDataPeriod()
                || provision.hasData()
                || consent.hasModifierExtension()
                || provision.hasModifierExtension()
                || consent.hasImplicitRules();
        if (narrower) {
            throw new NotWellFormed("Consent.provision: narrower than the agreement, which cannot be kept to");
        }
        boolean privacy = consent.getScope().getCoding().stream()
                .anyMatch(coding -> "patient-privacy".equals(coding.getCode())
                        && "http://terminology.hl7.org/CodeSystem/consentscope".equals(coding.getSystem()));
        if (!privacy) {
            throw new NotWellFormed("Consent.scope: patient-privacy");
        }
    }

    private static String agreement(Consent consent) {
        if (consent.getPolicy().size() != 1
                || consent.getPolicyFirstRep().getUri() == null
                || !consent.getPolicyFirstRep().getUri().startsWith(Iso27560.AGREEMENT)) {
            throw new NotWellFormed("Consent.policy.uri: exactly one " + Iso27560.AGREEMENT + "ID");
        }
        return consent.getPolicyFirstRep().getUri().substring(Iso27560.AGREEMENT.length());
    }

    /** By the national personal number: a reference to a resource elsewhere says nothing here. */
    private static String identifier(Reference reference, String where) {
        String system = reference.getIdentifier().getSystem();
        String value = reference.getIdentifier().getValue();
        if (!SYSTEMS.personalNumber().equals(system) || value == null || value.isBlank()) {
            throw new NotWellFormed(where + ".identifier: a national personal number");
        }
        return value;
    }

    private static Optional<Instant> end(Consent consent) {
        return consent.getProvision().getPeriod().hasEnd()
                ? Optional.of(
                        moment(consent.getProvision().getPeriod().getEndElement(), "Consent.provision.period.end"))
                : Optional.empty();
    }

    /** A day alone begins and ends in some time zone that it does not name. */
    private static Instant moment(BaseDateTimeType element, String where) {
        if (element.getValue() == null || !TO_THE_SECOND.contains(element.getPrecision())) {
            throw new NotWellFormed(where + ": a time to the second, with its offset");
        }
        return element.getValue().toInstant();
    }

    private static String evidence(Consent consent) {
        if (consent.hasSourceReference()) {
            return String.valueOf(consent.getSourceReference().getReference());
        }
        return consent.hasSourceAttachment() && consent.getSourceAttachment().hasUrl()
                ? consent.getSourceAttachment().getUrl()
                : consent.getIdElement().getIdPart() == null
                        ? ""
                        : consent.getIdElement().getIdPart();
    }
}
