package org.emishub.routes.exchange;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.store.Kept;
import org.emishub.security.agreement.ExtractRule;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.disclosure.Extract;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The steps of a batch before its rows go their own ways, and after. */
final class BatchSteps {
    private final QuerySteps query;
    private final Answers answers;
    private final Releasing releasing;
    private final Clock clock;

    BatchSteps(QuerySteps query, Answers answers, Releasing releasing, Clock clock) {
        this.query = query;
        this.answers = answers;
        this.releasing = releasing;
        this.clock = clock;
    }

    /** Reads who asks, and about how many; each row is translated by itself, so that one that is wrong spoils no other. */
    Outcome<Passage> translateRequest(Passage passage) {
        return passage.content().has(PartHeading.NAME)
                ? Outcome.refused(Code.MALFORMED, "package: a part comes by the packages' door")
                : translate(passage, OptionalInt.empty());
    }

    /** As {@link #translateRequest} for a part of a package, which asks about as many children as the whole package does. */
    Outcome<Passage> translatePart(Passage passage, int packageRows) {
        return translate(passage, OptionalInt.of(packageRows));
    }

    private Outcome<Passage> translate(Passage passage, OptionalInt packageRows) {
        try {
            SystemId sender = passage.inbound().sender();
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            ChildRecord nobody = ChildRecord.from(sender.toString(), today).build();
            Content.rows(passage.content());
            int rows = packageRows.orElse(Content.rowCount(passage.content()));
            return Outcome.ok(
                    passage.asked(new Asked(nobody, Optional.empty(), Content.batch(passage.content(), sender, rows))));
        } catch (Content.Malformed e) {
            return Outcome.refused(Code.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Splitter: one part per row. */
    List<Passage> rows(Passage passage) {
        return Content.rows(passage.content()).stream().map(passage::forRow).toList();
    }

    /** Aggregator: checks every row once more, seals all verdicts in one envelope and records their release. */
    Object release(Passage whole, List<?> rows) {
        Verdicts verdicts = verdicts(rows);
        byte[] sealed = answers.verdicts(whole, verdicts.lines());
        Sealed wire = new Sealed(sealed, Sha256.hex(sealed));
        Optional<Kept> before =
                releasing.release(whole, sealed, verdicts.disclosed(), verdicts.refused(), wire.wireHash());
        return before.isPresent() ? before.get() : whole.sealed(wire);
    }

    /** What rows came to, with the lines in which their asker reads it, in the order of the rows. */
    record Verdicts(List<Passage> disclosed, List<PartRefused> refused, List<ObjectNode> lines) {}

    /** Checks every row once more, and makes those look alike that the agreement says must. */
    Verdicts verdicts(List<?> rows) {
        Verdicts verdicts = new Verdicts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Object> checked = rows.stream()
                .<Object>map(row -> row instanceof Passage passage ? checkAgain(passage) : row)
                .toList();
        for (Object now : alike(checked)) {
            if (now instanceof Passage passage) {
                verdicts.disclosed().add(passage);
                verdicts.lines().add(verdict(passage));
            } else {
                PartRefused no = (PartRefused) now;
                verdicts.refused().add(no);
                verdicts.lines().add(verdict(no));
            }
        }
        return verdicts;
    }

    /** Rows of a package are made alike chunk by chunk: children who look alike in one look alike in all. */
    private static List<Object> alike(List<Object> rows) {
        List<Passage> told = rows.stream()
                .filter(Passage.class::isInstance)
                .map(Passage.class::cast)
                .toList();
        Optional<ExtractRule> rule =
                told.isEmpty() ? Optional.empty() : told.get(0).agreement().extract();
        if (rule.isEmpty()) {
            return rows;
        }
        Iterator<Optional<Disclosure>> extract = Extract.of(
                        told.stream().map(Passage::disclosure).toList(),
                        told.stream().map(Passage::child).toList(),
                        rule.get())
                .iterator();
        return rows.stream()
                .map(row -> row instanceof Passage passage ? inExtract(passage, extract.next()) : row)
                .toList();
    }

    private static Object inExtract(Passage row, Optional<Disclosure> disclosure) {
        return disclosure.isPresent()
                ? row.disclosed(disclosure.get())
                : new PartRefused(row, new Refusal(Code.NOTHING_TO_DISCLOSE, "extract: too few look like this child"));
    }

    private Object checkAgain(Passage row) {
        Outcome<Passage> now = query.checkAgain(row);
        return now instanceof Outcome.Refused<Passage> no ? new PartRefused(row, no.refusal()) : row;
    }

    private static ObjectNode verdict(Passage row) {
        ObjectNode verdict = JsonNodeFactory.instance.objectNode().put("row", row.part());
        verdict.set("fields", Content.fields(row.disclosure().fields()));
        return verdict;
    }

    private static ObjectNode verdict(PartRefused no) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("row", no.passage().part())
                .put("refusal", no.refusal().code().shown().name());
    }
}
