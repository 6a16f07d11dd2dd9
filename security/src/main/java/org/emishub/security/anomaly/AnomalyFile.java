package org.emishub.security.anomaly;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.anomaly.AnomalyRule.Kind;

/** The file of rules, read strictly: a list, each with {@code rule}, {@code counts}, {@code times}, {@code within}, {@code why}. */
final class AnomalyFile {
    private static final Set<String> KEYS = Set.of("rule", "counts", "times", "within", "night", "systems", "why");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,3})([mh])");
    private static final Duration LONGEST = Duration.ofDays(3);
    private static final int LONGEST_NAME = 40;

    private AnomalyFile() {}

    /** @throws YamlException naming file, line and remedy */
    static AnomalyRules parse(String fileName, byte[] yaml) {
        List<AnomalyRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode node : YamlNode.read(fileName, new String(yaml, StandardCharsets.UTF_8))
                .items()) {
            AnomalyRule rule = rule(node.allowOnly(KEYS));
            if (!names.add(rule.name())) {
                throw node.error("the rule '" + rule.name() + "' is given twice", "Give each rule a name of its own.");
            }
            rules.add(rule);
        }
        return new AnomalyRules(rules);
    }

    private static AnomalyRule rule(YamlNode node) {
        Kind kind = kind(node.get("counts"));
        boolean night = kind == Kind.LOOKS_AT_NIGHT;
        if (!night && node.find("night").isPresent()) {
            throw node.get("night").error("only looks at night have a night", "Remove 'night'.");
        }
        LocalTime[] hours = night ? hours(node.get("night")) : new LocalTime[] {LocalTime.MIDNIGHT, LocalTime.MIDNIGHT};
        return new AnomalyRule(
                name(node.get("rule")),
                kind,
                times(node.get("times")),
                within(node.get("within")),
                hours[0],
                hours[1],
                node.find("systems").map(YamlNode::bool).orElse(false),
                node.get("why").text());
    }

    private static String name(YamlNode node) {
        if (!node.text().matches("[a-z][a-z ]*") || node.text().length() > LONGEST_NAME) {
            throw node.error(
                    "'" + node.text() + "' is not a rule's name",
                    "Write words in a-z, at most " + LONGEST_NAME + " letters.");
        }
        return node.text();
    }

    private static Kind kind(YamlNode node) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.words().equals(node.text()))
                .findFirst()
                .orElseThrow(() -> node.error(
                        "'" + node.text() + "' is not what a rule can count",
                        YamlNode.nearest(
                                node.text(),
                                Arrays.stream(Kind.values()).map(Kind::words).toList())));
    }

    private static int times(YamlNode node) {
        if (node.integer() < 1) {
            throw node.error("'" + node.text() + "' is not a positive number", "Write 1 or more.");
        }
        return node.integer();
    }

    private static Duration within(YamlNode node) {
        Matcher time = TIME.matcher(node.text());
        if (!time.matches()) {
            throw node.error("'" + node.text() + "' is not a time", "Write minutes or hours, as 30m or 24h.");
        }
        long number = Long.parseLong(time.group(1));
        Duration within = time.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofHours(number);
        if (within.compareTo(LONGEST) > 0) {
            throw node.error("'" + node.text() + "' is too long to be kept in mind", "Write at most 72h.");
        }
        return within;
    }

    private static LocalTime[] hours(YamlNode node) {
        String[] parts = node.text().split(" \\.\\. ", -1);
        try {
            if (parts.length == 2 && !parts[0].equals(parts[1])) {
                return new LocalTime[] {LocalTime.parse(parts[0]), LocalTime.parse(parts[1])};
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw node.error("'" + node.text() + "' is not a night", "Write its first and last hour, as 22:00 .. 05:00.");
    }
}
