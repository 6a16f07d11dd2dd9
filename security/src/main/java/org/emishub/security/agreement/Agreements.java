package org.emishub.security.agreement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.member.SystemId;

/**
 * All agreements of a folder, as of one moment; immutable, so that a reload replaces the whole or nothing.
 *
 * <p>An agreement that is not in force is in it, so that its exchanges are refused by their own rule.
 */
public final class Agreements {
    private final Map<String, Agreement> byId;
    private final Map<String, byte[]> texts;

    private Agreements(Map<String, Agreement> byId, Map<String, byte[]> texts) {
        this.byId = byId;
        this.texts = Map.copyOf(texts);
    }

    /**
     * Reads every {@code *.yaml} of the folder that is no {@code *.cases.yaml}.
     *
     * @throws YamlException for the first file that cannot be used, or two that contradict each other
     */
    public static Agreements load(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Agreement> all = new ArrayList<>();
            Map<String, byte[]> texts = new HashMap<>();
            for (Path file : files.filter(Agreements::isAgreement).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                Agreement agreement = AgreementFile.parse(String.valueOf(file.getFileName()), bytes);
                all.add(agreement);
                texts.put(agreement.bundleHash(), bytes);
            }
            return new Agreements(of(all).byId, texts);
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
        Map<String, Agreement> byId = new TreeMap<>();
        for (Agreement agreement : all) {
            byId.values().stream()
                    .filter(other -> clash(agreement, other))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new YamlException(
                                agreement.id() + ".yaml",
                                0,
                                "it answers the same question as " + other.id() + " on the same days",
                                "End one of the two before the other begins.");
                    });
            if (byId.put(agreement.id(), agreement) != null) {
                throw new YamlException(
                        agreement.id() + ".yaml", 0, "the id '" + agreement.id() + "' is given twice", "Keep one.");
            }
        }
        return new Agreements(Collections.unmodifiableMap(byId), Map.of());
    }

    /** A question names client and part only, so two agreements must never answer it at once. */
    private static boolean clash(Agreement one, Agreement other) {
        return one.exchange() == Kind.QUERY
                && other.exchange() == Kind.QUERY
                && one.client().equals(other.client())
                && one.about().equals(other.about())
                && !one.lastDay().isBefore(other.firstDay())
                && !other.lastDay().isBefore(one.firstDay());
    }

    /** All agreements, sorted by id, in force or not. */
    public Collection<Agreement> all() {
        return byId.values();
    }

    /** The bytes of the file that an agreement was read from; empty when it was not read from one. */
    public Optional<byte[]> text(Agreement agreement) {
        return Optional.ofNullable(texts.get(agreement.bundleHash())).map(byte[]::clone);
    }

    public Optional<Agreement> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The agreements behind the door of (provider, part), sorted by id, in force or not. */
    public List<Agreement> byDoor(SystemId provider, String about, Kind kind) {
        return byId.values().stream()
                .filter(a -> a.exchange() == kind
                        && a.about().equals(about)
                        && a.provider().equals(provider))
                .toList();
    }

    /** The query agreement of (client, part): the one in force at the instant, else one that is not, whose decision then refuses. */
    public Optional<Agreement> byClient(SystemId client, String about, Instant at) {
        List<Agreement> candidates = byId.values().stream()
                .filter(a -> a.exchange() == Kind.QUERY
                        && a.about().equals(about)
                        && a.client().equals(client))
                .toList();
        return candidates.stream().filter(a -> a.inForceAt(at)).findFirst().or(() -> candidates.stream()
                .findFirst());
    }

    /** What the parties should know: not in force, ending within 30 days, or due for review. */
    public List<String> warnings(Instant at) {
        return byId.values().stream()
                .flatMap(agreement -> warnings(agreement, at))
                .toList();
    }

    private static Stream<String> warnings(Agreement agreement, Instant at) {
        LocalDate today = at.atZone(agreement.timeZone()).toLocalDate();
        if (today.isAfter(agreement.lastDay())) {
            return Stream.of(agreement.id() + " ended on " + agreement.lastDay() + ": its exchanges are refused.");
        }
        if (today.isBefore(agreement.firstDay())) {
            return Stream.of(agreement.id() + " begins on " + agreement.firstDay() + ": its exchanges are refused.");
        }
        if (today.plusDays(30).isAfter(agreement.lastDay())) {
            return Stream.of(agreement.id() + " ends on " + agreement.lastDay() + ".");
        }
        return today.isAfter(agreement.reviewBy())
                ? Stream.of(agreement.id() + " was to be reviewed by " + agreement.reviewBy() + ".")
                : Stream.empty();
    }
}
