package org.emishub.security.meaning;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.emishub.security.meaning.Tuple.Asker;

/** Tuples by chance, the edges more often than chance alone would have them. */
final class Draw {
    private static final List<String> ZONES = List.of(
            "Asia/Dushanbe",
            "Asia/Almaty",
            "Asia/Kathmandu",
            "Asia/Tehran",
            "Asia/Kolkata",
            "Pacific/Chatham",
            "Pacific/Kiritimati",
            "Pacific/Apia",
            "America/St_Johns",
            "America/Sao_Paulo",
            "America/Havana",
            "Africa/Monrovia",
            "Etc/GMT+12");
    private static final List<String> PURPOSES = List.of("HPAYMT", "CAREMGT", "PUBHLTH", "TREAT");
    private static final List<String> ROLES = List.of("case worker", "supervisor", "school nurse");
    private static final List<String> POPULATIONS = List.of(
            "families with an open grant application",
            "families with a grant in payment",
            "children starting school",
            "children on a school roll");
    private static final List<String> NAMEABLE_SEALS = List.of("protected address", "adoption", "suspected abuser");
    private static final List<String> SYSTEMS = List.of("education/emis", "health/register", "social-protection/mis");
    private static final String CHILD = "1204567890123";
    private static final String ID = "test.drawn";

    private final Random random;
    private final RecordDraw records;

    Draw(long seed) {
        this.random = new Random(seed);
        this.records = new RecordDraw(random);
    }

    Tuple tuple() {
        String zone = any(ZONES);
        // Samoa had no 30 December 2011 and midnight is left out where the clock goes forward then; elsewhere any year
        // does.
        LocalDate first = chance(4) ? LocalDate.of(2011, 12, 20).plusDays(random.nextInt(14)) : day(2016, 2030);
        LocalDate last = first.plusDays(chance(3) ? 0 : random.nextInt(1500));
        Instant at = moment(ZoneId.of(zone), first, last);
        String kind = any(List.of("query", "query", "query", "batch", "event", "event", "statistic"));
        boolean asked = kind.equals("query") || kind.equals("batch");
        String provider = any(SYSTEMS);
        String client = any(SYSTEMS.stream().filter(s -> !s.equals(provider)).toList());
        String purpose = any(PURPOSES);
        String basis = any(List.of("legal_obligation", "public_task", "vital_interest", "consent"));
        boolean named = asked && chance(2);
        boolean caseRequired = named && chance(2);
        boolean broken = caseRequired && chance(2);
        boolean consent = basis.equals("consent") || chance(3);
        int childFrom = consent && chance(2) ? 10 + random.nextInt(9) : 0;
        boolean onlyFor = chance(4);
        String population = any(POPULATIONS);
        int perRequest = 1 + random.nextInt(3);
        StringBuilder text = new StringBuilder();
        line(text, "agreement: " + ID);
        line(text, "version: " + (1 + random.nextInt(9)));
        line(text, "country: TJ");
        line(text, "timeZone: " + zone);
        line(text, "title: A drawn agreement");
        line(text, "provider: " + provider);
        line(text, "client: " + client);
        line(text, "exchange: " + kind);
        line(text, "about: drawn");
        line(text, "purpose: To be compared");
        line(text, "purposeOfUse: " + purpose);
        line(text, "lawfulBasis: " + basis);
        line(text, "law: Law on drawing (2026, No. 1)");
        line(text, "specialCategory: Law on drawing (2026, No. 1)");
        line(text, "assessment: DPIA-2026-01");
        line(text, "inForce: " + first + " .. " + last);
        line(text, "reviewBy: " + first);
        if (onlyFor) {
            line(text, "onlyFor: " + population);
        }
        List<String> roles = ROLES.subList(0, 1 + random.nextInt(2));
        line(
                text,
                named
                        ? "asker: { who: named user, roles: " + roles + (caseRequired ? ", case: required" : "") + " }"
                        : "asker: { who: organisation }");
        line(text, "consent: " + consent(consent, childFrom));
        line(
                text,
                broken
                        ? "breakGlass: { allowed: true, reasons: [danger], minutes: 60, reviewer: privacy-officer, within: 72h }"
                        : "breakGlass: { allowed: false }");
        Set<String> allowedSeals = kind.equals("statistic") ? Set.of() : some(NAMEABLE_SEALS, 2);
        if (!allowedSeals.isEmpty()) {
            line(text, "sealed:");
            allowedSeals.forEach(seal -> line(text, "  " + seal + ": " + records.patterns()));
        }
        line(text, "limits: { perDay: 20000, perRequest: " + perRequest + " }");
        if (asked) {
            line(text, "asks:");
            records.asks().forEach((path, operation) -> line(text, "  " + path + ": " + operation));
        }
        line(text, "discloses:");
        if (kind.equals("statistic")) {
            line(text, "  child.id: count");
            line(text, "  child.sex: as is");
            line(text, "table: { threshold: 5 }");
        } else {
            records.lines(!asked).forEach((path, operation) -> line(text, "  " + path + ": " + operation));
        }
        line(text, "visibleToChild: true");
        line(text, "retention: { hub: 24h after receipt, client: 60 days }");
        line(text, "crossBorder: none");
        line(text, "onward: forbidden");
        line(text, "incident: { contact: dpo@education.example, hours: 24 }");

        Asker asker = new Asker(
                chance(12) ? any(SYSTEMS) : asked ? client : provider,
                chance(6) ? any(List.of("", "HMARKT", purpose.toLowerCase(java.util.Locale.ROOT), " ")) : purpose,
                !chance(3),
                named || chance(3) ? user() : "",
                named || chance(3) ? (chance(10) ? any(List.of("", "Case Worker", "accountant")) : any(roles)) : "",
                caseRequired || chance(4) ? any(List.of("C-1", "C-1", "C-1", "C-1", "C-2", "", " ")) : "",
                chance(10) ? perRequest + random.nextInt(3) - 1 : 1);
        LocalDate asOf = at.atZone(ZoneId.of(zone)).toLocalDate().minusDays(random.nextInt(3));
        return new Tuple(
                text.toString(),
                asker,
                CHILD,
                world(asker, at, childFrom, population, ZoneId.of(zone)),
                at,
                asOf,
                records.record(asOf),
                records.subject(asOf));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    private String consent(boolean needed, int childFrom) {
        return needed
                ? "{ needed: true, of: guardian" + (childFrom > 0 ? ", childFrom: " + childFrom : "")
                        + ", withdrawalStopsQueued: " + random.nextBoolean() + " }"
                : "{ needed: false }";
    }

    private String user() {
        return any(List.of("z.rahimova", "z.rahimova", "z.rahimova", "b.saidov", "", " ", "\t", "\u2003"));
    }

    /** A moment on an edge of the agreement's days, or somewhere about them. */
    private Instant moment(ZoneId zone, LocalDate first, LocalDate last) {
        LocalDate edge = any(List.of(first, last.plusDays(1), first.plusDays(1), last));
        Instant midnight = edge.atStartOfDay(zone).toInstant();
        return switch (random.nextInt(8)) {
            case 0 -> midnight;
            case 1 -> midnight.minusNanos(1);
            case 2 -> midnight.plusSeconds(random.nextInt(120) - 60);
            // Where the day would begin by UTC, by the machine's zone or by a neighbour's.
            case 3 -> midnight.plusSeconds(900L * (random.nextInt(120) - 60));
            default ->
                first.plusDays(random.nextInt(1 + (int) (last.toEpochDay() - first.toEpochDay())))
                        .atTime(12, random.nextInt(60))
                        .atZone(zone)
                        .toInstant();
        };
    }

    private World world(Asker asker, Instant at, int childFrom, String population, ZoneId zone) {
        String actor = asker.user().isBlank() ? asker.sender() : asker.user() + "@" + asker.sender();
        List<World.Case> cases = new ArrayList<>();
        List<World.Glass> glasses = new ArrayList<>();
        List<World.Consent> consents = new ArrayList<>();
        List<World.Objection> objections = new ArrayList<>();
        while (chance(2) || cases.isEmpty()) {
            cases.add(new World.Case(
                    any(List.of("C-1", "C-1", "C-1", "C-2", " ", "")), nearly(actor), child(), from(at), until(at)));
        }
        while (chance(3)) {
            glasses.add(new World.Glass(nearly(actor), child(), agreement(), from(at), until(at)));
        }
        for (String giver : List.of("guardian", "child")) {
            while (!chance(3)) {
                consents.add(new World.Consent(giver, child(), agreement(), from(at), until(at)));
            }
        }
        while (chance(6)) {
            objections.add(new World.Objection(child(), agreement(), from(at), until(at)));
        }
        Map<String, Set<String>> seals = new TreeMap<>();
        if (chance(3)) {
            Set<String> kinds = new LinkedHashSet<>(some(NAMEABLE_SEALS, 2));
            if (chance(8)) {
                kinds.add("everything");
            }
            seals.put(child(), kinds);
        }
        Map<String, LocalDate> births = new TreeMap<>();
        if (!chance(4)) {
            LocalDate birthday = at.atZone(zone).toLocalDate().minusYears(childFrom > 0 ? childFrom : 10);
            births.put(CHILD, birthday.plusDays(chance(2) ? random.nextInt(3) - 1 : random.nextInt(3000) - 1500));
        }
        Set<List<String>> populations = new LinkedHashSet<>();
        populations.add(List.of(chance(5) ? any(POPULATIONS) : population, child()));
        return new World(cases, glasses, consents, objections, seals, births, populations);
    }

    private String nearly(String actor) {
        return chance(8)
                ? any(List.of("b.saidov@" + any(SYSTEMS), "z.rahimova", " @" + any(SYSTEMS), any(SYSTEMS)))
                : actor;
    }

    private String child() {
        return chance(10) ? "9904567890123" : CHILD;
    }

    private String agreement() {
        return chance(10) ? "test.other" : ID;
    }

    private Instant from(Instant at) {
        return chance(10) ? any(List.of(at, at.plusNanos(1), at.plusSeconds(60))) : at.minusSeconds(3600);
    }

    private Instant until(Instant at) {
        return chance(10) ? any(List.of(at, at.plusNanos(1), at.minusSeconds(60))) : at.plusSeconds(3600);
    }

    private LocalDate day(int fromYear, int toYear) {
        LocalDate from = LocalDate.of(fromYear, 1, 1);
        return from.plusDays(random.nextInt((toYear - fromYear) * 365));
    }

    private Set<String> some(List<String> all, int oneIn) {
        Set<String> some = new LinkedHashSet<>();
        all.stream().filter(one -> chance(oneIn)).forEach(some::add);
        return some;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
