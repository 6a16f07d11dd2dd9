package org.emishub.deployment.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.routes.audit.People;
import org.emishub.security.member.SystemId;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.usage.Majority;

/**
 * The hub's configuration.
 *
 * @param name the hub's own name, under which it signs and is written to
 * @param data the one folder that the hub writes to
 * @param agreements the folder of agreements
 * @param members the registry of members
 * @param keys the hub's own keys
 * @param database an outside PostgreSQL; empty for the one the hub runs itself
 * @param vault the folder of the children's keys, which nodes share
 * @param broker the Artemis that the hub uses, or that {@code hub broker} is
 * @param privacy whom to ask for consents, whom to believe, whom to tell
 * @param delivery how patient the hub is with recipients
 * @param anomalies the file of rules for anomalies
 * @param audit who outside is told what the ledger holds
 * @param testimony who outside vouches for the ledger's checkpoints
 */
public record HubConfig(
        Mode mode,
        SystemId name,
        Path data,
        Path agreements,
        Path members,
        Keys keys,
        Doors doors,
        Optional<Server> database,
        Path vault,
        Broker broker,
        Limits limits,
        org.emishub.routes.Settings delivery,
        Privacy privacy,
        Simulators simulators,
        Path anomalies,
        Audit audit,
        Testimony testimony) {

    /** The same with agreements from another folder. */
    public HubConfig withAgreements(Path folder) {
        return new HubConfig(
                mode,
                name,
                data,
                folder,
                members,
                keys,
                doors,
                database,
                vault,
                broker,
                limits,
                delivery,
                privacy,
                simulators,
                anomalies,
                audit,
                testimony);
    }

    /** Where the hub listens: plain HTTP for sealed envelopes, HTTPS with client certificates for native protocols, and management. */
    public record Doors(String host, int http, int https, int management) {}

    /**
     * Where the hub's own keys are.
     *
     * @param folder holds {@code hub.p12} and the master keys
     * @param password of the key stores; empty when the folder's own file {@code password} holds it
     */
    public record Keys(Path folder, Optional<Secret> password, Pseudonyms pseudonyms) {
        /**
         * What opens the key stores.
         *
         * @throws UncheckedIOException when it was not given and is not in the folder either
         */
        public Secret opening() {
            return password.orElseGet(() -> {
                try {
                    return Secret.of(
                            Files.readString(folder.resolve("password")).strip());
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "the key stores' password is not there: set keys.password, or make keys with ./hub keys make",
                            e);
                }
            });
        }
    }

    /**
     * The epochs of pseudonyms and where their keys are.
     *
     * @param token configuration of the JDK's PKCS#11 provider; empty where {@code pseudonyms.p12} in the folder of keys holds them
     * @param pin of the token
     */
    public record Pseudonyms(List<Epoch> epochs, Optional<Path> token, Optional<Secret> pin) {
        public Pseudonyms {
            epochs = List.copyOf(epochs);
        }
    }

    /**
     * From when on pseudonyms of an epoch are given out, in UTC.
     *
     * @param until the last day on which they are still understood, where it was given
     */
    public record Epoch(String name, LocalDate from, Optional<LocalDate> until) {}

    /**
     * The broker.
     *
     * @param outside where an outside one listens; empty for the one the hub runs itself
     * @param user who uses it, at an outside one
     * @param password of that user; given wherever it is needed
     * @param trust PEM of the authority that vouches for an outside one's certificate
     * @param folder where {@code hub broker}, or the one the hub runs itself, keeps its journal
     * @param listen where {@code hub broker} listens
     */
    public record Broker(
            Optional<InetSocketAddress> outside,
            String user,
            Optional<Secret> password,
            Path trust,
            Path folder,
            InetSocketAddress listen) {}

    /**
     * From where on the hub takes on nothing new.
     *
     * @param disk how full the disk may be that it writes to, in percent
     * @param queue how many letters may be on their way
     */
    public record Limits(int disk, int queue) {}

    /**
     * Consents, and the privacy officer.
     *
     * @param consentService a state's own service; where there is one, no consent kept by the hub counts
     * @param consentFrom the systems whose consents the hub takes at its doors; nobody's when there are none
     * @param spool a mail folder (Maildir) in which the privacy officer is told of broken glass
     * @param usageFrom the systems at which people show who they are and ask who looked at a child's data; none when there are none
     * @param majority from when on the young person asks that, and the guardian no longer does
     */
    public record Privacy(
            Optional<URI> consentService,
            Set<SystemId> consentFrom,
            Path spool,
            Set<SystemId> usageFrom,
            Majority majority) {}

    /**
     * Audit repositories.
     *
     * @param repository base address of one that speaks FHIR
     * @param syslog where one listens for syslog over TLS
     * @param format what is written to syslog
     * @param people how they may know children and those who ask
     * @param trust PEM of the authority that vouches for their certificates
     */
    public record Audit(
            Optional<URI> repository,
            Optional<InetSocketAddress> syslog,
            AuditFormat format,
            People people,
            Path trust) {}

    /** What a syslog message carries. */
    public enum AuditFormat {
        DICOM,
        FHIR
    }

    /**
     * Who outside vouches for the ledger's checkpoints.
     *
     * @param every how often, at most, each witness is sent the newest checkpoint
     * @param stamps who stamps them with the time, if anybody
     */
    public record Testimony(List<NamedWitness> witnesses, Duration every, Optional<Authority> stamps) {
        public Testimony {
            witnesses = List.copyOf(witnesses);
        }
    }

    /**
     * A witness.
     *
     * @param address its submission prefix (C2SP tlog-witness); empty for one that is reached by files
     */
    public record NamedWitness(VerifierKey key, Optional<URI> address) {}

    /**
     * A time-stamping authority (RFC 3161).
     *
     * @param vouching PEM of the certificates that vouch for its own
     * @param every how often, at most, the newest checkpoint is stamped
     */
    public record Authority(URI address, Path vouching, Duration every) {}

    /** An outside server. */
    public record Server(String url, String user, Secret password) {}

    /** The sandbox's invented systems: their ports and the invented country. */
    public record Simulators(int emis, int health, int registry, int statistics, int mis, int children, int seed) {}

    /**
     * Reads a file, if there is one, and the environment over it.
     *
     * @param base from where relative defaults count; relative paths in the file count from the file
     * @throws YamlException naming file (or variable) and line of what cannot be used
     */
    public static HubConfig read(Optional<Path> file, Path base, Map<String, String> environment) {
        Settings settings = new Settings(file.map(HubConfig::parse), environment);
        Path from = file.map(f -> f.toAbsolutePath().resolveSibling("")).orElse(base);
        return new Reading(settings, from, environment).config();
    }

    private static YamlNode parse(Path file) {
        try {
            return YamlNode.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new YamlException(file.toString(), 0, "the file cannot be read", "Name an existing file, in UTF-8.");
        }
    }
}
