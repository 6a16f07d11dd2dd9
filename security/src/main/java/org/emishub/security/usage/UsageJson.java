package org.emishub.security.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers as Estonia's Data Tracker gives them: github.com/e-gov/AJ, protocol 1.6 of 2026-01-19 and {@code dumonitor-openapi-v2.yaml}.
 *
 * <p>The first five names of a usage are its own; {@code legalBasis}, {@code hiddenUntil} and {@code hiddenReason} are of its version 3; {@code sender...},
 * {@code agreement}, {@code agreementVersion} and {@code data} are ours.
 */
public final class UsageJson {
    private final UsageWords words;
    private final SystemId hub;
    private final Function<SystemId, String> names;

    /**
     * Answers in one language.
     *
     * @param hub who did what no member did
     * @param names an organisation's name for people; empty where the registry has none
     */
    public UsageJson(UsageWords words, SystemId hub, Function<SystemId, String> names) {
        this.words = words;
        this.hub = hub;
        this.names = names;
    }

    /** {@code findUsage}. */
    public ObjectNode of(UsagePage page) {
        ObjectNode json = StrictJson.newObject().put("totalUsages", page.total());
        ArrayNode usages = json.putArray("usages");
        page.usages().forEach(used -> usages.add(usage(used)));
        return json;
    }

    private ObjectNode usage(Used used) {
        SystemId receiver = used.receiver().orElse(hub);
        ObjectNode json = StrictJson.newObject()
                .put("logtime", time(used.time()))
                .put("action", words.action(used))
                .put("receiverCode", receiver.organisation());
        putName(json, "receiverName", receiver);
        json.put("receiverSystem", receiver.system());
        used.sender().ifPresent(sender -> {
            json.put("senderCode", sender.organisation());
            putName(json, "senderName", sender);
            json.put("senderSystem", sender.system());
        });
        used.named().ifPresent(ref -> json.put("agreement", ref.id()).put("agreementVersion", ref.version()));
        used.agreement().ifPresent(agreement -> putLaw(json, agreement));
        words.groups(used.fields()).forEach(json.withArrayProperty("data")::add);
        return json;
    }

    private void putName(ObjectNode json, String key, SystemId system) {
        String name = names.apply(system);
        if (!name.isEmpty()) {
            json.put(key, name);
        }
    }

    /** A ground that has lapsed is told with what it hid. */
    private static void putLaw(ObjectNode json, Agreement agreement) {
        json.put("legalBasis", agreement.law());
        agreement.terms().hidden().ifPresent(hidden -> json.put(
                        "hiddenUntil",
                        time(hidden.until().atStartOfDay(agreement.timeZone()).toInstant()))
                .put("hiddenReason", hidden.ground()));
    }

    /** {@code usagePeriod}: from when on the hub keeps entries of anybody. */
    public static ObjectNode period(Instant start) {
        return StrictJson.newObject().put("periodStart", time(start));
    }

    /** {@code heartbeat}. */
    public static ObjectNode heartbeat(boolean alive) {
        return StrictJson.newObject()
                .put("status", alive ? "OK" : "FAIL")
                .put("message", alive ? "API is ready" : "the ledger cannot be read now");
    }

    private static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
