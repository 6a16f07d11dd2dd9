package org.emishub.deployment.operation;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.erasure.Erasure;
import org.emishub.routes.retention.Retention;
import org.emishub.routes.retention.RetentionReport;
import org.emishub.security.erasure.ErasureReason;
import org.emishub.security.vault.ChildKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Erasing a child, and showing that what is past its time was destroyed. */
public final class ErasureOperations implements OperationGroup {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST = 1_000;
    private static final int LONGEST = 200;

    private final Erasure erasure;
    private final Retention retention;

    public ErasureOperations(Erasure erasure, Retention retention) {
        this.erasure = erasure;
        this.retention = retention;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) throws SQLException {
        return switch (operation) {
            case "child.erase" -> Optional.of(erase(arguments));
            case "child.erasures" -> Optional.of(erasures());
            case "retention.show" -> Optional.of(retention(arguments));
            default -> Optional.empty();
        };
    }

    private ObjectNode erase(JsonNode arguments) {
        ErasureReason reason = ErasureReason.of(arguments.path("reason").asString(""))
                .orElseThrow(() -> new NotPossible("give --reason as one of "
                        + Arrays.stream(ErasureReason.values())
                                .map(one -> one.name() + " (" + one.words() + ")")
                                .toList()));
        Erasure.Erased erased = erasure.erase(said(arguments, "child"), reason, said(arguments, "by"));
        ObjectNode result = MAPPER.createObjectNode()
                .put("changed", erased.changed())
                .put("reason", reason.name())
                .put("entry", erased.sequence());
        ArrayNode keys = result.putArray("keys");
        erased.keys().stream().map(ChildKey::name).forEach(keys::add);
        ObjectNode counts = result.putObject("deleted");
        erased.counts().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return result;
    }

    private static String said(JsonNode arguments, String name) {
        return Operations.given(arguments, name)
                .filter(text -> text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl))
                .orElseThrow(
                        () -> new NotPossible("say '" + name + "', in one line of at most " + LONGEST + " characters"));
    }

    private ObjectNode erasures() throws SQLException {
        ObjectNode result = MAPPER.createObjectNode();
        ArrayNode all = result.putArray("erasures");
        for (Erasure.Finished one : erasure.list(MOST)) {
            ObjectNode row = all.addObject()
                    .put("entry", one.sequence())
                    .put("at", one.at().toString())
                    .put("reason", one.reason().name())
                    .put("deleted", one.counts());
            ArrayNode keys = row.putArray("keys");
            one.keys().forEach(keys::add);
        }
        return result;
    }

    private ObjectNode retention(JsonNode arguments) throws SQLException {
        int most = Math.max(1, Math.min(MOST, arguments.path("last").asInt(10)));
        RetentionReport report = retention.report(most);
        ObjectNode result = MAPPER.createObjectNode()
                .put("holds", report.holds())
                .put("at", report.at().toString());
        ArrayNode overdue = result.putArray("overdue");
        report.overdue().forEach(overdue::add);
        report.oldest().ifPresent(oldest -> result.put("oldest", oldest.toString()));
        ArrayNode runs = result.putArray("runs");
        for (RetentionReport.Run run : report.runs()) {
            ObjectNode row = runs.addObject()
                    .put("at", run.at().toString())
                    .put("entry", run.sequence())
                    .put("destroyed", run.counts())
                    .put("total", run.destroyed())
                    .put("listed", run.listed())
                    .put("listHash", run.listHash())
                    .put("holds", run.problem().isEmpty());
            run.problem().ifPresent(problem -> row.put("problem", problem));
        }
        return result;
    }
}
