package org.emishub.security.register;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Decision;
import org.emishub.security.agreement.Facts;
import org.emishub.security.agreement.Giver;
import org.emishub.security.agreement.Permission;
import org.emishub.security.agreement.Seal;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.disclosure.table.TableDisclosure;
import org.emishub.security.disclosure.table.TableDisclosure.Cell;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.register.Case.Fact;

/** The examples beside an agreement, run against the agreement: the same decision and the same disclosure as in an exchange. */
public final class Cases {
    private static final String CHILD = "the child";
    /** In a case a pseudonym is written as the operation, for its value depends on the hub's key. */
    private static final Pseudonyms IN_WORDS = (receiver, domain, child) -> "pseudonym for " + domain;

    private Cases() {}

    /**
     * What came of one case.
     *
     * @param difference what was expected and what came instead; empty when passed
     */
    public record Result(Case example, boolean passed, String difference) {}

    /**
     * Reads the cases.
     *
     * @throws YamlException naming file, line and remedy
     */
    public static List<Case> parse(Agreement agreement, String fileName, byte[] yaml) {
        return new CasesFile(agreement).parse(fileName, yaml);
    }

    /**
     * The cases that stand beside the agreement in {@code folder}.
     *
     * @throws YamlException also when there are none
     */
    public static List<Case> of(Agreement agreement, Path folder) {
        String name = fileName(agreement, folder);
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new YamlException(name, 0, "the agreement has no cases", "Write at least one.");
        }
        try {
            return parse(agreement, name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** {@code <id>.cases.yaml}, or {@code <id>@<version>.cases.yaml} beside an agreement whose file is named so. */
    public static String fileName(Agreement agreement, Path folder) {
        String versioned = agreement.id() + "@" + agreement.version();
        return (Files.exists(folder.resolve(versioned + ".yaml")) ? versioned : agreement.id()) + ".cases.yaml";
    }

    /** Reads and runs the cases. */
    public static List<Result> run(Agreement agreement, String fileName, byte[] yaml) {
        return run(agreement, parse(agreement, fileName, yaml));
    }

    public static List<Result> run(Agreement agreement, List<Case> cases) {
        return cases.stream().map(example -> run(agreement, example)).toList();
    }

    private static Result run(Agreement agreement, Case example) {
        Instant at = example.on().atZone(agreement.timeZone()).toInstant();
        Facts facts = new StatedFacts(example.known(), example.mayBe());
        Outcome<Permission> decided = Decision.decide(agreement, example.request(), at)
                .then(agreed -> Decision.decideChild(agreed, example.request(), CHILD, facts, at));
        String difference = decided instanceof Outcome.Ok<Permission> ok
                ? afterPermission(ok.value(), example)
                : afterRefusal(
                        example,
                        ((Outcome.Refused<Permission>) decided).refusal().code());
        return new Result(example, difference.isEmpty(), difference);
    }

    private static String afterRefusal(Case example, Code code) {
        return example.expected().refusal().equals(Optional.of(code)) ? "" : differs(expected(example), code.name());
    }

    private static String afterPermission(Permission permission, Case example) {
        Agreement agreement = permission.agreement();
        if (agreement.exchange() == Kind.STATISTIC) {
            return table(agreement, example);
        }
        ChildRecord record = example.records().get(0).record();
        Disclosure disclosure = Disclosure.of(record, agreement, permission.without(), IN_WORDS);
        if (disclosure.isEmpty()) {
            return afterRefusal(example, Code.NOTHING_TO_DISCLOSE);
        }
        Map<String, String> told = texts(Disclosure.ofQuestion(record, agreement, permission.without(), IN_WORDS));
        if (example.expected().told().filter(expected -> !expected.equals(told)).isPresent()) {
            return differs("told " + example.expected().told().orElseThrow(), "told " + told);
        }
        return example.expected().refusal().isEmpty()
                        && example.expected().fields().equals(texts(disclosure))
                ? ""
                : differs(expected(example), texts(disclosure).toString());
    }

    private static Map<String, String> texts(Disclosure disclosure) {
        Map<String, String> texts = new TreeMap<>();
        disclosure.fields().forEach((path, value) -> texts.put(path, value.toString()));
        return texts;
    }

    private static String expected(Case example) {
        return example.expected().refusal().map(Code::name).orElseGet(() -> new TreeMap<>(
                        example.expected().fields())
                .toString());
    }

    private static String table(Agreement agreement, Case example) {
        if (example.expected().refusal().isPresent()) {
            return differs(expected(example), "a table");
        }
        Stream<ChildRecord> records = example.records().stream()
                .flatMap(held -> Collections.nCopies(held.children(), held.record()).stream());
        TableDisclosure table =
                TableDisclosure.of(records, agreement, example.on().toLocalDate());
        Map<List<String>, String> cells = table.cells().stream().collect(Collectors.toMap(Cell::key, Cases::written));
        return example.expected().cells().entrySet().stream()
                .filter(cell -> !cell.getValue().equals(cells.getOrDefault(cell.getKey(), "no such cell")))
                .map(cell -> differs(
                        cell.getKey() + " " + cell.getValue(), cells.getOrDefault(cell.getKey(), "no such cell")))
                .collect(Collectors.joining("; "));
    }

    private static String written(Cell cell) {
        return cell.suppressed() ? "suppressed" : Long.toString(cell.count());
    }

    private static String differs(String expected, String found) {
        return "expected " + expected + " but found " + found;
    }

    /** The facts of a case, of its one child. */
    private record StatedFacts(Set<Fact> known, int mayBe) implements Facts {
        @Override
        public boolean caseOpen(String caseId, String actor, String child, Instant at) {
            return known.contains(Fact.CASE_OPEN);
        }

        @Override
        public boolean glassBroken(String actor, String child, String agreementId, Instant at) {
            return known.contains(Fact.GLASS_BROKEN);
        }

        @Override
        public boolean consented(Giver giver, String child, String agreementId, Instant at) {
            return known.contains(Fact.CONSENT_GIVEN)
                    || known.contains(giver == Giver.CHILD ? Fact.CHILD_CONSENTED : Fact.GUARDIAN_CONSENTED);
        }

        @Override
        public boolean mayBeAtLeast(String child, int years, LocalDate day) {
            return mayBe >= years;
        }

        @Override
        public boolean objected(String child, String agreementId, Instant at) {
            return known.contains(Fact.OBJECTED);
        }

        @Override
        public Set<Seal> sealed(String child) {
            Set<Seal> seals = EnumSet.noneOf(Seal.class);
            if (known.contains(Fact.CHILD_SEALED)) {
                seals.add(Seal.EVERYTHING);
            }
            for (Seal kind : Seal.values()) {
                known.stream().filter(fact -> fact.name().equals(kind.name())).forEach(fact -> seals.add(kind));
            }
            return seals;
        }

        @Override
        public boolean populationHolds(String name, String child) {
            return known.contains(Fact.IN_THE_POPULATION);
        }
    }
}
