package org.emishub.security.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Operation;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.Request;
import org.emishub.security.agreement.SampleAgreement;
import org.emishub.security.agreement.Seal;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Outcome;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What deciding about a child and disclosing sixty fields of its record costs, every operation among them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 8, time = 2)
public class DecideAndDisclose {
    private static final double MOST_MICROSECONDS = 50;
    private static final int FIELDS = 60;
    private static final Instant NOW = Instant.parse("2026-10-05T07:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final List<String> OPERATIONS = List.of(
            "as is",
            "pseudonym for research",
            "age band 5",
            "year",
            "rounded to 5",
            "coarsened code",
            "answer",
            "month");

    private final List<Field> fields =
            FieldCatalogue.standard().fields().stream().limit(FIELDS).toList();
    private final Agreement agreement = agreement();
    private final ChildRecord record = record();
    private final Pseudonyms pseudonyms = new HmacPseudonyms(new byte[32], "1");
    private final Request request =
            new Request(agreement.client(), "HPAYMT", true, "z.rahimova", "case worker", "C-1", 1);

    /** The whole of it: is it agreed, may this child be told of, and the answer's fields. */
    @Benchmark
    public Disclosure sixtyFields() {
        Outcome<Permission> permitted = Decision.decide(agreement, request, NOW)
                .then(agreed -> Decision.decideChild(agreed, request, "1204567890123", EverythingHolds.INSTANCE, NOW));
        Permission permission = ((Outcome.Ok<Permission>) permitted).value();
        return Disclosure.of(record, permission.agreement(), permission.without(), pseudonyms);
    }

    private Agreement agreement() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < FIELDS; i++) {
            Field field = fields.get(i);
            List<String> fitting = OPERATIONS.stream()
                    .filter(text -> Operation.parse(text).orElseThrow().fits(field))
                    .toList();
            lines.append(field.path())
                    .append(": ")
                    .append(fitting.get(i % fitting.size()))
                    .append('\n');
        }
        return SampleAgreement.disclosing(lines.toString());
    }

    private ChildRecord record() {
        ChildRecord.Builder builder = ChildRecord.from("education/emis", DAY);
        for (Field field : fields) {
            builder.put(
                    field.path().replace('*', '0'),
                    switch (field.type()) {
                        case TEXT, IDENTIFIER -> "value of " + field.path();
                        case DATE -> DAY.minusYears(9);
                        case INTEGER -> 17L;
                        case DECIMAL -> new BigDecimal("92.5");
                        case BOOLEAN -> true;
                        case CODE ->
                            CodeList.standard(field.codes()).codes().stream()
                                    .reduce((first, last) -> last)
                                    .orElseThrow();
                        case ANSWER -> field.answers().get(0);
                    });
        }
        return builder.build();
    }

    /** A case is open, everybody consented, nothing is sealed. */
    private enum EverythingHolds implements Facts {
        INSTANCE;

        @Override
        public boolean caseOpen(String caseId, String actor, String child, Instant at) {
            return true;
        }

        @Override
        public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
            return false;
        }

        @Override
        public boolean consented(Giver giver, String child, String agreementId, Instant at) {
            return true;
        }

        @Override
        public boolean mayBeAtLeast(String child, int years, LocalDate day) {
            return true;
        }

        @Override
        public boolean objected(String child, String agreementId, Instant at) {
            return false;
        }

        @Override
        public Set<Seal> sealed(String child) {
            return Set.of();
        }

        @Override
        public boolean populationHolds(String name, String child) {
            return true;
        }
    }

    /** Measures, and fails above the limit. */
    public static void main(String[] arguments) throws RunnerException {
        Result<?> result = new Runner(new OptionsBuilder()
                        .include(DecideAndDisclose.class.getName())
                        .build())
                .runSingle()
                .getPrimaryResult();
        System.out.printf(
                Locale.ROOT,
                "decide and disclose %d fields: %.1f us/op, error %.1f; at most %.0f%n",
                FIELDS,
                result.getScore(),
                result.getScoreError(),
                MOST_MICROSECONDS);
        System.exit(result.getScore() <= MOST_MICROSECONDS ? 0 : 1);
    }
}
