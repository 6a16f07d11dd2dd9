package org.emishub.deployment.operation;

import static org.emishub.deployment.operation.Operations.given;
import static org.emishub.deployment.operation.Operations.named;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.routes.usage.ChildUsage;
import org.emishub.routes.usage.ChildUsage.Looker;
import org.emishub.security.member.SystemId;
import org.emishub.security.usage.UsageJson;
import org.emishub.security.usage.UsagePage;
import org.emishub.security.usage.UsageQuery;
import org.emishub.security.usage.UsageWords;
import tools.jackson.databind.JsonNode;

/** What an operator shows of a child's log to somebody who stands at the counter: what a portal would show them, and nothing else. */
public final class UsageOperations implements OperationGroup {
    private static final int LONGEST = 200;
    private static final String GUARDIAN = "guardian:";

    private final ChildUsage usage;
    private final SystemId hub;
    private final Function<UsageWords, UsageJson> json;

    public UsageOperations(ChildUsage usage, SystemId hub, Function<UsageWords, UsageJson> json) {
        this.usage = usage;
        this.hub = hub;
        this.json = json;
    }

    @Override
    public Optional<JsonNode> run(String operation, JsonNode arguments) {
        return operation.equals("usage.find") ? Optional.of(find(arguments)) : Optional.empty();
    }

    private JsonNode find(JsonNode arguments) {
        String child = oneLine("child", named(arguments, "child"));
        String as = oneLine("as", named(arguments, "as"));
        if (!as.equals("child") && (!as.startsWith(GUARDIAN) || as.length() == GUARDIAN.length())) {
            throw new NotPossible("say as whom ('as'): guardian:THEIR-NUMBER, or child");
        }
        String person =
                as.equals("child") ? child : as.substring(GUARDIAN.length()).strip();
        if (person.contains("@")) {
            throw new NotPossible("a person is named by their number, without '@'");
        }
        UsagePage page =
                usage.look(new Looker(person, hub, oneLine("by", given(arguments, "by"))), child, query(arguments));
        return json.apply(UsageWords.in(arguments.path("lang").asString(""))).of(page);
    }

    private static UsageQuery query(JsonNode arguments) {
        try {
            return new UsageQuery(
                    given(arguments, "from").map(Instant::parse),
                    given(arguments, "to").map(Instant::parse),
                    arguments.path("offset").asInt(0),
                    arguments.path("limit").asInt(UsageQuery.DEFAULT_LIMIT));
        } catch (DateTimeException e) {
            throw new NotPossible("write 'from' and 'to' as 2026-11-22T08:00:00Z");
        } catch (IllegalArgumentException e) {
            throw new NotPossible(String.valueOf(e.getMessage()));
        }
    }

    private static String oneLine(String name, Optional<String> given) {
        return given.filter(text -> text.length() <= LONGEST && text.lines().count() == 1)
                .orElseThrow(
                        () -> new NotPossible("say '" + name + "', in one line of at most " + LONGEST + " characters"));
    }
}
