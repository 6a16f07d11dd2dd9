package org.emishub.security.meaning;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.Seal;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Outcome;

/** What the hub makes of a tuple, by the classes that its routes use and in their order. */
final class Hub {
    private static final Pseudonyms PSEUDONYMS = new HmacPseudonyms(Pairwise.MASTER, Pairwise.EPOCH);

    private Hub() {}

    static Verdict of(Tuple tuple) {
        Agreement agreement =
                AgreementFile.parse("test.drawn.yaml", tuple.agreement().getBytes(StandardCharsets.UTF_8));
        Tuple.Asker asker = tuple.asker();
        Request request = new Request(
                SystemId.of(asker.sender()),
                asker.purpose(),
                asker.purposeHasPlace(),
                asker.user(),
                asker.role(),
                asker.caseId(),
                asker.rows());
        Outcome<Agreement> decided = Decision.decide(agreement, request, tuple.at());
        if (decided instanceof Outcome.Refused<Agreement> no) {
            return Verdict.refused(no.refusal().code().name());
        }
        if (agreement.exchange() == Agreement.Kind.STATISTIC) {
            return Verdict.refused("");
        }
        Outcome<Permission> permitted =
                Decision.decideChild(agreement, request, tuple.child(), new Told(tuple.world()), tuple.at());
        if (permitted instanceof Outcome.Refused<Permission> no) {
            return Verdict.refused(no.refusal().code().name());
        }
        return disclosed(tuple, ((Outcome.Ok<Permission>) permitted).value());
    }

    private static Verdict disclosed(Tuple tuple, Permission permission) {
        Agreement agreement = permission.agreement();
        Disclosure left = Disclosure.of(
                record(agreement.provider(), tuple.asOf(), tuple.held()), agreement, permission.without(), PSEUDONYMS);
        Disclosure told = Disclosure.ofQuestion(
                record(agreement.client(), tuple.asOf(), tuple.subject()), agreement, permission.without(), PSEUDONYMS);
        return new Verdict(
                left.isEmpty() ? "NOTHING_TO_DISCLOSE" : "",
                Verdict.spelt(left.fields()),
                Verdict.spelt(told.fields()));
    }

    static ChildRecord record(SystemId source, LocalDate asOf, java.util.Map<String, Object> values) {
        return ChildRecord.from(source.toString(), asOf).putAll(values).build();
    }

    /** The world as the hub asks about it. */
    private record Told(World world) implements Facts {
        @Override
        public boolean caseOpen(String caseId, String actor, String child, Instant at) {
            return world.cases().stream()
                    .anyMatch(c -> c.id().equals(caseId)
                            && c.actor().equals(actor)
                            && c.child().equals(child)
                            && World.within(at, c.from(), c.until()));
        }

        @Override
        public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
            return world.glasses().stream()
                    .anyMatch(g -> g.actor().equals(actor)
                            && g.child().equals(child)
                            && g.agreement().equals(agreementId)
                            && World.within(at, g.from(), g.until()));
        }

        @Override
        public boolean consented(Giver giver, String child, String agreementId, Instant at) {
            return world.consents().stream()
                    .anyMatch(c -> c.giver().equals(giver.name().toLowerCase(Locale.ROOT))
                            && c.child().equals(child)
                            && c.agreement().equals(agreementId)
                            && World.within(at, c.from(), c.until()));
        }

        @Override
        public boolean mayBeAtLeast(String child, int years, LocalDate day) {
            LocalDate birth = world.births().get(child);
            return birth == null || !birth.plusYears(years).isAfter(day);
        }

        @Override
        public boolean objected(String child, String agreementId, Instant at) {
            return world.objections().stream()
                    .anyMatch(o -> o.child().equals(child)
                            && o.agreement().equals(agreementId)
                            && World.within(at, o.from(), o.until()));
        }

        @Override
        public Set<Seal> sealed(String child) {
            return world.seals().getOrDefault(child, Set.of()).stream()
                    .map(kind -> Seal.valueOf(kind.toUpperCase(Locale.ROOT).replace(' ', '_')))
                    .collect(Collectors.toSet());
        }

        @Override
        public boolean populationHolds(String name, String child) {
            return world.populations().contains(java.util.List.of(name, child));
        }
    }
}
