package org.emishub.routes.packages;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emishub.routes.HubParts;
import org.emishub.routes.exchange.PackageSteps;
import org.emishub.routes.exchange.PackageSteps.Letter;
import org.emishub.routes.exchange.PackageSteps.Ready;
import org.emishub.routes.exchange.PackageSteps.Row;
import org.emishub.routes.packages.WorkTable.Claim;
import org.emishub.routes.packages.WorkTable.Place;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Appender;
import org.emishub.security.ledger.Appender.Appended;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Releases rows of a package: verdicts, entries and the place to go on from, in one commit. */
final class Chunks {
    private final HubParts parts;
    private final PackageSteps steps;
    private final WorkTable work;

    Chunks(HubParts parts, PackageSteps steps, WorkTable work) {
        this.parts = parts;
        this.steps = steps;
        this.work = work;
    }

    PackageSteps steps() {
        return steps;
    }

    /**
     * Releases rows.
     *
     * @param rows those at {@code from} and after it
     * @param last whether they are the last of their part
     * @param attempts how often in a row its provider has not answered now
     * @return where to go on; empty when the package is no longer ours
     */
    Optional<Place> release(Claim claim, Letter part, Place from, List<Row> rows, boolean last, int attempts) {
        Ready ready = steps.seal(part, heading(claim.held(), from), rows);
        Place to = last ? new Place(from.part() + 1, 0) : new Place(from.part(), from.row() + rows.size());
        String linesHash = Sha256.hex(ready.lines());
        Instant now = parts.clock().instant();
        boolean ours = parts.ledger()
                .commit((connection, appender) ->
                        write(connection, appender, claim, from, to, ready, linesHash, attempts, now));
        return ours ? Optional.of(to) : Optional.empty();
    }

    private static ObjectNode heading(PackageState held, Place from) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.putObject("package")
                .put("id", held.packageId())
                .put("part", from.part())
                .put("of", held.parts())
                .put("from", from.row());
        return content;
    }

    private boolean write(
            Connection connection,
            Appender appender,
            Claim claim,
            Place from,
            Place to,
            Ready ready,
            String linesHash,
            int attempts,
            Instant now)
            throws SQLException {
        long number = claim.held().number();
        int rows = ready.verdicts().size();
        Optional<Integer> answer = work.advance(connection, claim, from, to, rows, attempts);
        if (answer.isEmpty()) {
            return false;
        }
        work.put(connection, number, new WorkTable.Answer(answer.get(), linesHash, ready.wireHash()), ready.sealed());
        Map<String, Long> verdicts =
                ready.verdicts().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        work.count(connection, number, verdicts);
        Appended last = ready.entries().into(appender);
        if (to.part() > claim.held().parts()) {
            String receipt = parts.envelopes()
                    .sign(Receipt.answered(
                            parts.hub(),
                            claim.held(),
                            work.counts(connection, number),
                            work.answers(connection, number),
                            last,
                            now));
            work.finish(connection, number, receipt, now);
        }
        return true;
    }
}
