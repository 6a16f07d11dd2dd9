package org.emishub.security.agreement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.member.SystemId;

/**
 * All agreements of a folder, as of one moment; immutable, so that a reload replaces the whole or nothing.
 *
 * <p>An agreement that is not in force is in it, so that its exchanges are refused by their own rule. Versions of one agreement stand side by side, and at any
 * moment at most one of them counts: a later one that supersedes an earlier one does from its first day on.
 */
public final class Agreements {
    private final Map<String, Versions> byId;
    private final List<Agreement> all;
    private final Map<String, byte[]> texts;
    private final InstantSource clock;

    private Agreements(Map<String, Versions> byId, Map<String, byte[]> texts, InstantSource clock) {
        this.byId = byId;
        this.texts = Map.copyOf(texts);
        this.clock = clock;
        this.all = byId.values().stream()
                .flatMap(versions -> versions.all().stream())
                .toList();
    }

    /** Reads the folder as {@link #load(Path, InstantSource, Optional)} does, by the machine's clock and without a look at signatures. */
    public static Agreements load(Path folder) {
        return load(folder, InstantSource.system(), Optional.empty());
    }

    /**
     * Reads every {@code *.yaml} of the folder that is no {@code *.cases.yaml}.
     *
     * @param clock tells which version is today's
     * @param signatures who checks that the parties signed; empty in a sandbox
     * @throws YamlException for the first file that cannot be used, or two that contradict each other
     */
    public static Agreements load(Path folder, InstantSource clock, Optional<SignatureCheck> signatures) {
        try (Stream<Path> files = Files.list(folder)) {
            List<AgreementSource> sources = new ArrayList<>();
            Map<String, byte[]> texts = new HashMap<>();
            for (Path file : files.filter(Agreements::isAgreement).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                AgreementSource source = AgreementFile.read(String.valueOf(file.getFileName()), bytes);
                if (signatures.isPresent()) {
                    signatures.get().check(folder, source, bytes);
                }
                sources.add(source);
                texts.put(source.agreement().bundleHash(), bytes);
            }
            return new Agreements(new Bundle(sources).checked(), texts, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the agreements' folder cannot be read", e);
        }
    }

    private static boolean isAgreement(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".yaml") && !name.endsWith(".cases.yaml");
    }

    /**
     * A bundle of agreements already read.
     *
     * @throws YamlException when two of them contradict each other
     */
    public static Agreements of(Collection<Agreement> all) {
        List<AgreementSource> sources = all.stream().map(AgreementSource::of).toList();
        return new Agreements(new Bundle(sources).checked(), Map.of(), InstantSource.system());
    }

    /**
     * What was signed once stays signed: so a version that a later one has followed must not come back when that one's file is gone, and no version gets another
     * text.
     *
     * @param before every text that ever was in force
     * @throws YamlException for the first agreement that does not follow
     */
    public void mustFollow(Collection<Agreement> before, Instant at) {
        for (Agreement old : before) {
            if (byId(old.id(), old.version())
                    .filter(now -> !now.bundleHash().equals(old.bundleHash()))
                    .isPresent()) {
                throw behind(old, "was agreed with another text", "Give the new text the next version.");
            }
            boolean returns = byId(old.id(), old.version()).isEmpty()
                    && !at.isBefore(Versions.from(old))
                    && inForce(at).stream().anyMatch(one -> one.id().equals(old.id()) && one.version() < old.version());
            if (returns) {
                throw behind(
                        old, "is gone, and an earlier one would come back", "Put its file back, or take both away.");
            }
        }
    }

    private static YamlException behind(Agreement old, String problem, String hint) {
        return new YamlException(old.id() + ".yaml", 1, "version " + old.version() + " " + problem, hint);
    }

    /** Every version of every agreement, sorted by id and version, in force or not. */
    public List<Agreement> all() {
        return all;
    }

    /** The bytes of the file that an agreement was read from; empty when it was not read from one. */
    public Optional<byte[]> text(Agreement agreement) {
        return Optional.ofNullable(texts.get(agreement.bundleHash())).map(byte[]::clone);
    }

    /** The versions that count at the moment, sorted by id. */
    public List<Agreement> inForce(Instant at) {
        return byId.values().stream()
                .flatMap(versions -> versions.at(at).stream())
                .toList();
    }

    /** The version that is in force now, else the one that was or will be next to now. */
    public Optional<Agreement> byId(String id) {
        return byId(id, clock.instant());
    }

    /** As {@link #byId(String)}, of another moment. */
    public Optional<Agreement> byId(String id, Instant at) {
        return Optional.ofNullable(byId.get(id)).map(versions -> versions.nearest(at));
    }

    public Optional<Agreement> byId(String id, int version) {
        return Optional.ofNullable(byId.get(id)).flatMap(versions -> versions.version(version));
    }

    /** The version under which something was accepted; where that text is no longer kept, today's has to do. */
    public Optional<Agreement> acceptedUnder(String id, int version) {
        return byId(id, version).or(() -> byId(id));
    }

    /** The agreements behind the door of (provider, part) that are in force at the moment, sorted by id. */
    public List<Agreement> byDoor(SystemId provider, String about, Kind kind, Instant at) {
        return inForce(at).stream()
                .filter(a -> a.exchange() == kind
                        && a.about().equals(about)
                        && a.provider().equals(provider))
                .toList();
    }

    /** The query agreement of (client, part): the one in force at the instant, else one that is not, whose decision then refuses. */
    public Optional<Agreement> byClient(SystemId client, String about, Instant at) {
        Predicate<Agreement> asked = a -> a.exchange() == Kind.QUERY
                && a.about().equals(about)
                && a.client().equals(client);
        return byId.values().stream()
                .flatMap(versions -> versions.at(at).stream())
                .filter(asked)
                .findFirst()
                .or(() -> byId.values().stream()
                        .map(versions -> versions.nearest(at))
                        .filter(asked)
                        .findFirst());
    }

    /** What the parties should know: not in force, ending within 30 days, or due for review. */
    public List<String> warnings(Instant at) {
        return byId.values().stream()
                .flatMap(versions -> warnings(versions, at))
                .toList();
    }

    private static Stream<String> warnings(Versions versions, Instant at) {
        Agreement agreement = versions.nearest(at);
        LocalDate today = at.atZone(agreement.timeZone()).toLocalDate();
        if (today.isAfter(agreement.lastDay())) {
            return Stream.of(agreement.id() + " ended on " + agreement.lastDay() + ": its exchanges are refused.");
        }
        if (today.isBefore(agreement.firstDay())) {
            return Stream.of(agreement.id() + " begins on " + agreement.firstDay() + ": its exchanges are refused.");
        }
        boolean goesOn = versions.at(versions.until(agreement)).isPresent();
        if (!goesOn && today.plusDays(30).isAfter(agreement.lastDay())) {
            return Stream.of(agreement.id() + " ends on " + agreement.lastDay() + ".");
        }
        if (today.isAfter(agreement.reviewBy())) {
            return Stream.of(agreement.id() + " was to be reviewed by " + agreement.reviewBy() + ".");
        }
        return addresses(agreement)
                .map(path -> agreement.id() + " tells '" + path + "' of children with a protected address.");
    }

    private static Stream<String> addresses(Agreement agreement) {
        return Optional.ofNullable(agreement.sealed().get(Seal.PROTECTED_ADDRESS)).stream()
                .flatMap(without -> agreement.discloses().keySet().stream()
                        .filter(path -> path.endsWith(".address") && !without.contains(path)));
    }
}
