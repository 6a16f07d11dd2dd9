package org.emishub.security.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a leaf may say: every text in it is of a closed form, in which no name, identifier or date of a person fits. */
public final class LeafShape {
    /** What stands in the leaf in place of a rule that is not written as rules are; the sealed side has its words. */
    static final String OTHER_RULE = "a rule in other words";

    /** Why a child is sealed is as personal as the child. */
    private static final String SEAL_KINDS =
            "\\b(?i:everything|protected[ _-]address|adoption|suspected[ _-]abuser)\\b";

    /** A few words of an agreement or of ours: ASCII, no capital but those of FHIR begins a word, and no number is long enough to be anybody's. */
    private static final Pattern RULE =
            Pattern.compile("(?:(?!.*" + SEAL_KINDS + ")(?!.*\\b(?!Bundle|Consent|Patient)[A-Z][a-z]{2})"
                    + "(?!.*(?<![0-9]|entry )[0-9]{5,}(?![0-9]| bytes))"
                    + "[A-Za-z][A-Za-z0-9 .,:;/()\\[\\]{}_+<>='*-]{0,199})?");

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HASH_OR_NONE = Pattern.compile("(?:[0-9a-f]{64})?");
    private static final Pattern SYSTEM = Pattern.compile("(?:[a-z0-9-]{1,40}/[a-z0-9-]{1,40})?");
    private static final Pattern FIELD =
            Pattern.compile("[a-z][A-Za-z0-9]*(?:\\[[0-9*]*])?(?:\\.[A-Za-z0-9]+(?:\\[[0-9*]*])?)*");

    private static final Map<String, Pattern> TEXTS = Map.ofEntries(
            Map.entry("event", Pattern.compile("[A-Z_]{2,40}")),
            Map.entry("time", Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z")),
            Map.entry("messageIdHash", HASH),
            Map.entry("code", Pattern.compile("[A-Z][A-Z0-9_]{1,39}")),
            Map.entry("rule", RULE),
            Map.entry("provider", SYSTEM),
            Map.entry("client", SYSTEM),
            Map.entry("child", HASH_OR_NONE),
            Map.entry("actor", HASH_OR_NONE),
            Map.entry("side", HASH),
            Map.entry("contentHash", HASH_OR_NONE),
            Map.entry("sideHash", HASH));

    private static final Map<String, Pattern> AGREEMENT =
            Map.of("id", Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}"), "bundleHash", HASH);

    private static final Map<String, Pattern> LISTS = Map.of("fields", FIELD, "erased", EntryDraft.Erasure.KEY);

    private static final Set<String> NUMBERS = Set.of("version", "sequence", "withheld");

    private LeafShape() {}

    /** The rule as the leaf may say it. */
    public static String rule(String rule) {
        return RULE.matcher(rule).matches() ? rule : OTHER_RULE;
    }

    /** The members of the leaf that say something they may not, by name; empty when it is of the closed form. */
    public static List<String> faults(ObjectNode leaf) {
        List<String> faults = new ArrayList<>();
        leaf.properties().forEach(member -> {
            if (!fits(member.getKey(), member.getValue())) {
                faults.add(member.getKey());
            }
        });
        return faults;
    }

    private static boolean fits(String name, JsonNode value) {
        if (TEXTS.containsKey(name)) {
            return text(TEXTS, name, value);
        }
        if (LISTS.containsKey(name)) {
            return value.isArray() && value.valueStream().allMatch(one -> text(LISTS, name, one));
        }
        if (name.equals("agreement")) {
            return value.isObject()
                    && value.properties().stream()
                            .allMatch(member -> member.getKey().equals("version")
                                    ? member.getValue().isIntegralNumber()
                                    : text(AGREEMENT, member.getKey(), member.getValue()));
        }
        return NUMBERS.contains(name) && value.isIntegralNumber();
    }

    private static boolean text(Map<String, Pattern> forms, String name, JsonNode value) {
        Pattern form = forms.get(name);
        return form != null
                && value.isString()
                && form.matcher(value.asString()).matches();
    }
}
