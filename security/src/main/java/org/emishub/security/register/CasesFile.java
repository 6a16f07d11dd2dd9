package org.emishub.security.register;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.agreement.Request;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.register.Case.Expected;
import org.emishub.security.register.Case.Fact;
import org.emishub.security.register.Case.Held;

/** Reads {@code <agreement>.cases.yaml}, as strictly as the agreement itself. */
final class CasesFile {
    private static final Set<String> KEYS = Set.of(
            "case",
            "on",
            "sender",
            "asker",
            "purpose",
            "rows",
            "facts",
            "record",
            "records",
            "told",
            "discloses",
            "refuses",
            "table");

    private static final Pattern MAY_BE = Pattern.compile("child may be (\\d{1,2})");
    private static final int MOST_CHILDREN = 1_000_000;

    private final Agreement agreement;

    CasesFile(Agreement agreement) {
        this.agreement = agreement;
    }

    /** @throws YamlException naming file, line and remedy */
    List<Case> parse(String fileName, byte[] bytes) {
        return YamlNode.read(fileName, new String(bytes, StandardCharsets.UTF_8)).items().stream()
                .map(this::oneCase)
                .toList();
    }

    private Case oneCase(YamlNode node) {
        node.allowOnly(KEYS);
        LocalDateTime on = moment(node.get("on"));
        return new Case(
                node.get("case").text(),
                node.line(),
                on,
                request(node),
                node.find("facts").map(CasesFile::facts).orElse(Set.of()),
                node.find("facts").map(CasesFile::mayBe).orElse(0),
                records(node, on.toLocalDate()),
                expected(node));
    }

    private static LocalDateTime moment(YamlNode node) {
        try {
            return node.text().contains("T")
                    ? LocalDateTime.parse(node.text())
                    : LocalDate.parse(node.text()).atTime(12, 0);
        } catch (DateTimeException e) {
            throw node.error("'" + node.text() + "' is no day", "Write 2026-10-05 or 2026-10-05T23:59.");
        }
    }

    private Request request(YamlNode node) {
        boolean asked = agreement.exchange() == Kind.QUERY || agreement.exchange() == Kind.BATCH;
        SystemId sender =
                node.find("sender").map(CasesFile::system).orElse(asked ? agreement.client() : agreement.provider());
        Optional<YamlNode> asker = node.find("asker").map(n -> n.allowOnly(Set.of("user", "role", "case")));
        return new Request(
                sender,
                node.find("purpose").map(YamlNode::text).orElse(agreement.purposeOfUse()),
                true,
                text(asker, "user"),
                text(asker, "role"),
                text(asker, "case"),
                node.find("rows").map(YamlNode::integer).orElse(1));
    }

    private static SystemId system(YamlNode node) {
        try {
            return SystemId.of(node.text());
        } catch (IllegalArgumentException e) {
            throw node.error("'" + node.text() + "' is not a connected system", "Write organisation/system.");
        }
    }

    private static int children(YamlNode node) {
        if (node.integer() < 1 || node.integer() > MOST_CHILDREN) {
            throw node.error("'" + node.text() + "' is no number of children", "Write 1 to " + MOST_CHILDREN + ".");
        }
        return node.integer();
    }

    private static String text(Optional<YamlNode> node, String key) {
        return node.flatMap(n -> n.find(key)).map(YamlNode::text).orElse("");
    }

    private static Set<Fact> facts(YamlNode node) {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        node.items().stream()
                .filter(item -> !MAY_BE.matcher(item.text()).matches())
                .forEach(item -> facts.add(item.oneOf(Fact.class)));
        return facts;
    }

    private static int mayBe(YamlNode node) {
        return node.items().stream()
                .map(item -> MAY_BE.matcher(item.text()))
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }

    private List<Held> records(YamlNode node, LocalDate on) {
        if (agreement.exchange() != Kind.STATISTIC) {
            return List.of(
                    new Held(1, node.find("record").map(n -> record(n, on)).orElseGet(() -> ChildRecord.from(
                                    agreement.provider().toString(), on)
                            .build())));
        }
        return node.get("records").items().stream()
                .map(item -> item.allowOnly(Set.of("children", "record")))
                .map(item -> new Held(children(item.get("children")), record(item.get("record"), on)))
                .toList();
    }

    private ChildRecord record(YamlNode node, LocalDate on) {
        LocalDate asOf = node.find("asOf").map(YamlNode::date).orElse(on);
        ChildRecord.Builder builder = ChildRecord.from(agreement.provider().toString(), asOf);
        node.entries().forEach((path, value) -> {
            if (!path.equals("asOf")) {
                put(builder, path, value);
            }
        });
        return builder.build();
    }

    private static void put(ChildRecord.Builder builder, String path, YamlNode node) {
        Object value = value(path, node);
        try {
            builder.put(path, value);
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()), "See the field catalogue for its type.");
        }
    }

    private static Object value(String path, YamlNode node) {
        Field field = FieldCatalogue.standard()
                .find(ChildRecord.cataloguePath(path))
                .orElseThrow(() -> node.error(
                        "no field '" + path + "' in the catalogue",
                        YamlNode.nearest(path, FieldCatalogue.standard().paths())));
        return switch (field.type()) {
            case DATE -> node.date();
            case INTEGER -> (long) node.integer();
            case DECIMAL -> decimal(node);
            case BOOLEAN -> node.bool();
            case TEXT, IDENTIFIER, CODE, ANSWER -> node.text();
        };
    }

    private static BigDecimal decimal(YamlNode node) {
        try {
            return new BigDecimal(node.text());
        } catch (NumberFormatException e) {
            throw node.error("'" + node.text() + "' is no number", "Write it as 93.5.");
        }
    }

    private Expected expected(YamlNode node) {
        String outcome = agreement.exchange() == Kind.STATISTIC ? "table" : "discloses";
        if (node.find(outcome).isPresent() == node.find("refuses").isPresent()) {
            throw node.error(
                    "a case ends in '" + outcome + "' or in 'refuses'", "Say exactly one of what leaves and why not.");
        }
        return new Expected(
                node.find("refuses").map(n -> n.oneOf(Code.class)),
                node.find("discloses").map(CasesFile::texts).orElse(Map.of()),
                node.find("told").map(CasesFile::texts),
                node.find("table").map(CasesFile::cells).orElse(Map.of()));
    }

    private static Map<String, String> texts(YamlNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.entries().forEach((path, value) -> texts.put(path, value.text()));
        return texts;
    }

    private static Map<List<String>, String> cells(YamlNode node) {
        Map<List<String>, String> cells = new LinkedHashMap<>();
        node.items().forEach(cell -> {
            cell.allowOnly(Set.of("key", "count"));
            cells.put(
                    cell.get("key").items().stream().map(YamlNode::text).toList(),
                    cell.get("count").text());
        });
        return cells;
    }
}
