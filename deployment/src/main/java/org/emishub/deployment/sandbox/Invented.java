package org.emishub.deployment.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.config.HubConfig.Simulators;
import org.emishub.deployment.keys.Use;
import org.emishub.security.member.Protocol;
import org.emishub.security.member.SystemId;

/** The systems of the sandbox. */
public enum Invented {
    EMIS("education/emis", "Ministry of Education", Protocol.ONEROSTER, Use.TLS),
    SCHOOLS("education/schools", "Ministry of Education", Protocol.HUB, Use.SIGNING, Use.KEY_AGREEMENT),
    HEALTH_REGISTER("health/register", "Ministry of Health", Protocol.FHIR, Use.TLS),
    MIS("social-protection/mis", "Agency for Social Protection", Protocol.DCI, Use.SIGNING, Use.TLS),
    LEGACY(
            "social-protection/legacy",
            "Agency for Social Protection",
            Protocol.SOAP,
            Use.SOAP_SIGNING,
            Use.SOAP_ENCRYPTION,
            Use.TLS),
    SOCIAL_REGISTRY("social-protection/registry", "Agency for Social Protection", Protocol.DCI, Use.SIGNING, Use.TLS),
    CASEWORK(
            "social-protection/casework", "Agency for Social Protection", Protocol.HUB, Use.SIGNING, Use.KEY_AGREEMENT),
    STATISTICS("statistics/committee", "Statistics Committee", Protocol.SDMX, Use.TLS);

    private static final Map<Use, String> REGISTERED_AS = Map.of(
            Use.SIGNING, "signing",
            Use.SOAP_SIGNING, "signing",
            Use.KEY_AGREEMENT, "keyAgreement",
            Use.SOAP_ENCRYPTION, "keyAgreement",
            Use.TLS, "tls");

    private final SystemId id;
    private final String organisationName;
    private final Protocol protocol;
    private final List<Use> uses;

    Invented(String id, String organisationName, Protocol protocol, Use... uses) {
        this.id = SystemId.of(id);
        this.organisationName = organisationName;
        this.protocol = protocol;
        this.uses = List.of(uses);
    }

    public SystemId id() {
        return id;
    }

    String organisationName() {
        return organisationName;
    }

    /** The keys it has. */
    public List<Use> uses() {
        return uses;
    }

    /** Where its simulator listens; empty for a system that only calls. */
    Optional<String> endpoint(Simulators ports) {
        return switch (this) {
            case HEALTH_REGISTER -> Optional.of("https://127.0.0.1:" + ports.health() + "/fhir");
            case SOCIAL_REGISTRY -> Optional.of("https://127.0.0.1:" + ports.registry());
            case STATISTICS -> Optional.of("https://127.0.0.1:" + ports.statistics());
            default -> Optional.empty();
        };
    }

    /** Its lines in the registry of members. */
    String registration(Simulators ports) {
        StringBuilder lines = new StringBuilder();
        lines.append("  ").append(id.system()).append(":\n");
        lines.append("    protocol: ")
                .append(protocol.name().toLowerCase(Locale.ROOT))
                .append('\n');
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
