package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.config.HubConfig.Simulators;
import org.emishub.deployment.keys.Use;
import org.emishub.security.member.Protocol;
import org.emishub.security.member.SystemId;

/**
 * An invented system of the sandbox.
 *
 * @param uses the keys it has
 */
public record Invented(SystemId id, String organisationName, Protocol protocol, List<Use> uses) {
    public static final Invented EMIS =
            of("education/emis", "Ministry of Education", new Protocol("oneroster"), Use.TLS);
    public static final Invented SCHOOLS =
            of("education/schools", "Ministry of Education", Protocol.HUB, Use.SIGNING, Use.KEY_AGREEMENT);
    public static final Invented HEALTH_REGISTER =
            of("health/register", "Ministry of Health", new Protocol("fhir"), Use.TLS);
    public static final Invented MIS =
            of("social-protection/mis", "Agency for Social Protection", Protocol.DCI, Use.SIGNING, Use.TLS);
    public static final Invented LEGACY = of(
            "social-protection/legacy",
            "Agency for Social Protection",
            Protocol.SOAP,
            Use.SOAP,
            Use.SOAP_ENCRYPTION,
            Use.TLS);
    public static final Invented SOCIAL_REGISTRY =
            of("social-protection/registry", "Agency for Social Protection", Protocol.DCI, Use.SIGNING, Use.TLS);
    public static final Invented CASEWORK = of(
            "social-protection/casework", "Agency for Social Protection", Protocol.HUB, Use.SIGNING, Use.KEY_AGREEMENT);
    public static final Invented COMMITTEE =
            of("statistics/committee", "Statistics Committee", new Protocol("sdmx"), Use.TLS);
    /** At which parents and young people show who they are. */
    public static final Invented PORTAL =
            of("citizens/portal", "Citizen Portal", Protocol.HUB, Use.SIGNING, Use.KEY_AGREEMENT, Use.TLS);

    /** All of them. */
    public static final List<Invented> ALL =
            List.of(EMIS, SCHOOLS, HEALTH_REGISTER, MIS, LEGACY, SOCIAL_REGISTRY, CASEWORK, COMMITTEE, PORTAL);

    private static final Map<Use, String> REGISTERED_AS = Map.of(
            Use.SIGNING, "signing",
            Use.SOAP, "signing",
            Use.KEY_AGREEMENT, "keyAgreement",
            Use.SOAP_ENCRYPTION, "keyAgreement",
            Use.TLS, "tls");

    private static Invented of(String id, String organisationName, Protocol protocol, Use... uses) {
        return new Invented(SystemId.of(id), organisationName, protocol, List.of(uses));
    }

    /** Where its simulator listens; empty for a system that only calls. */
    Optional<String> endpoint(Simulators ports) {
        if (equals(HEALTH_REGISTER)) {
            return Optional.of("https://127.0.0.1:" + ports.health() + "/fhir");
        }
        if (equals(SOCIAL_REGISTRY)) {
            return Optional.of("https://127.0.0.1:" + ports.registry() + "/registry/sync/search");
        }
        if (equals(MIS)) {
            return Optional.of("https://127.0.0.1:" + ports.mis() + "/registry/on-search");
        }
        return equals(COMMITTEE) ? Optional.of("https://127.0.0.1:" + ports.statistics() + "/sdmx") : Optional.empty();
    }

    /** Its lines in the registry of members. */
    String registration(Simulators ports) {
        StringBuilder lines = new StringBuilder();
        lines.append("  ").append(id.system()).append(":\n");
        lines.append("    protocol: ").append(protocol).append('\n');
        endpoint(ports)
                .ifPresent(address ->
                        lines.append("    endpoint: ").append(address).append('\n'));
        lines.append("    certificates:\n");
        for (Use use : uses) {
            lines.append("      ")
                    .append(REGISTERED_AS.get(use))
                    .append(": ")
                    .append(file(use))
                    .append('\n');
        }
        return lines.toString();
    }

    /** The certificate's file, counted from the registry's folder. */
    String file(Use use) {
        return id.organisation() + "/" + id.system() + "-" + use.alias() + ".pem";
    }
}
