package org.emishub.security.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement.Kind;

/** What agreements of one folder must be to each other. */
final class Bundle {
    private final Map<String, List<AgreementSource>> byId = new TreeMap<>();

    Bundle(List<AgreementSource> sources) {
        sources.forEach(source -> byId.computeIfAbsent(source.agreement().id(), id -> new ArrayList<>())
                .add(source));
    }

    /**
     * The versions by id, sorted.
     *
     * @throws YamlException for the first contradiction
     */
    Map<String, Versions> checked() {
        Map<String, Versions> versions = new TreeMap<>();
        byId.forEach((id, sources) -> versions.put(
                id,
                new Versions(sources.stream().map(AgreementSource::agreement).toList())));
        byId.forEach((id, sources) -> pairs(sources).forEach(pair -> checkVersions(pair, versionsOf(versions, id))));
        List<AgreementSource> all = byId.values().stream().flatMap(List::stream).toList();
        pairs(all).forEach(pair -> checkQuestions(pair, versions));
        return Collections.unmodifiableMap(versions);
    }

    private static Versions versionsOf(Map<String, Versions> versions, String id) {
        return java.util.Objects.requireNonNull(versions.get(id), id);
    }

    /** Two of them, the one with the lower version first where they are of one id. */
    private record Pair(AgreementSource earlier, AgreementSource later) {}

    private static List<Pair> pairs(List<AgreementSource> sources) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            for (AgreementSource other : sources.subList(0, i)) {
                AgreementSource one = sources.get(i);
                pairs.add(
                        one.agreement().version() < other.agreement().version()
                                ? new Pair(one, other)
                                : new Pair(other, one));
            }
        }
        return pairs;
    }

    private static void checkVersions(Pair pair, Versions versions) {
        Agreement earlier = pair.earlier().agreement();
        Agreement later = pair.later().agreement();
        if (earlier.version() == later.version()) {
            throw pair.later()
                    .error(
                            "version",
                            "version " + later.version() + " of '" + later.id() + "' is given twice, here and in "
                                    + pair.earlier().file(),
                            "Keep one.");
        }
        if (earlier.exchange() != later.exchange()
                || !earlier.provider().equals(later.provider())
                || !earlier.client().equals(later.client())
                || !earlier.about().equals(later.about())) {
            throw pair.later()
                    .error(
                            "agreement",
                            "version " + later.version()
                                    + " has another provider, client, exchange or part than version "
                                    + earlier.version(),
                            "Give another exchange an id of its own.");
        }
        if (versions.overlap(earlier, versions, later)) {
            throw pair.later()
                    .error(
                            "inForce",
                            "version " + later.version() + " begins while version " + earlier.version()
                                    + " is in force",
                            "Write 'supersedes: " + earlier.version() + "', or let the days of one end before those of"
                                    + " the other.");
        }
    }

    /** A question names client and part only, so two agreements must never answer it at once. */
    private static void checkQuestions(Pair pair, Map<String, Versions> versions) {
        Agreement one = pair.earlier().agreement();
        Agreement other = pair.later().agreement();
        boolean same = one.exchange() == Kind.QUERY
                && other.exchange() == Kind.QUERY
                && !one.id().equals(other.id())
                && one.client().equals(other.client())
                && one.about().equals(other.about());
        if (same && versionsOf(versions, one.id()).overlap(one, versionsOf(versions, other.id()), other)) {
            throw pair.later()
                    .error(
                            "inForce",
                            "it answers the same question as " + one.id() + " on the same days",
                            "End one of the two before the other begins.");
        }
    }
}
