package org.emishub.security.meaning;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is true about cases, children and families, as lines of data; a line with days holds from the first moment and up to, not at, the second. */
record World(
        List<Case> cases,
        List<Glass> glasses,
        List<Consent> consents,
        List<Objection> objections,
        Map<String, Set<String>> seals,
        Map<String, LocalDate> births,
        Set<List<String>> populations) {
    record Case(String id, String actor, String child, Instant from, Instant until) {}

    record Glass(String actor, String child, String agreement, Instant from, Instant until) {}

    record Consent(String giver, String child, String agreement, Instant from, Instant until) {}

    record Objection(String child, String agreement, Instant from, Instant until) {}

    static boolean within(Instant at, Instant from, Instant until) {
        return from.compareTo(at) <= 0 && at.compareTo(until) < 0;
    }
}
