package org.emishub.security.register;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether each agreement asks for more than it uses: per catalogue field what was asked for, what is allowed, what was delivered, and what was never used.
 *
 * @param since from when on deliveries are counted
 */
public record Matrix(Instant at, Instant since, List<Row> rows) {
    /** How long a field may go unused before somebody should ask why it is allowed. */
    public static final int DAYS = 90;

    private static final List<String> HEADINGS = List.of(
            "agreement",
            "version",
            "field",
            "meaning",
            "sensitivity",
            "asked",
            "allowed",
            "delivered",
            "told",
            "verdict",
            "reason");

    public Matrix {
        rows = List.copyOf(rows);
    }

    /**
     * One field under one agreement.
     *
     * @param asked whether the client asked for it, granted or not
     * @param allowed the operation under which it may leave; empty when it may not
     * @param delivered how often it left
     * @param told how often the provider was told of it in a question
     * @param reason why it is withheld; empty when it is not
     */
    public record Row(
            Agreement agreement,
            Field field,
            boolean asked,
            String allowed,
            long delivered,
            long told,
            Verdict verdict,
            String reason) {
        private List<String> cells() {
            return List.of(
                    agreement.id(),
                    Integer.toString(agreement.version()),
                    field.path(),
                    field.meaning(),
                    field.sensitivity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    asked ? "yes" : "no",
                    allowed.isEmpty() ? "no" : allowed,
                    Long.toString(delivered),
                    Long.toString(told),
                    verdict.words(),
                    reason);
        }
    }

    /** What the figures say of a field. */
    public enum Verdict {
        USED("used"),
        NEVER_USED("never used in " + DAYS + " days"),
        NO_EXCHANGE("no exchange in " + DAYS + " days"),
        REFUSED("asked for and refused"),
        TOLD("only told to the provider"),
        NOT_ASKED("not asked for");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public static Matrix of(Collection<Agreement> agreements, AgreementUse use, Instant at) {
        List<Row> rows = new ArrayList<>();
        for (Agreement agreement : agreements) {
            AgreementUse.Count count = use.of(agreement);
            FieldCatalogue.standard().fields().forEach(field -> rows.add(row(agreement, field, count)));
        }
        return new Matrix(at, use.since(), rows);
    }

    private static Row row(Agreement agreement, Field field, AgreementUse.Count count) {
        Operation operation = agreement.discloses().get(field.path());
        String reason = agreement.reasonToWithhold(field.path()).orElse("");
        long delivered = count.delivered().getOrDefault(field.path(), 0L);
        boolean asked = operation != null || !reason.isEmpty();
        Verdict verdict = operation == null
                ? asked
                        ? Verdict.REFUSED
                        : agreement.asks().containsKey(field.path()) ? Verdict.TOLD : Verdict.NOT_ASKED
                : delivered > 0
                        ? Verdict.USED
                        : count.of(Event.RELEASED) > 0 ? Verdict.NEVER_USED : Verdict.NO_EXCHANGE;
        return new Row(
                agreement,
                field,
                asked,
                operation == null ? "" : operation.text(),
                delivered,
                count.told().getOrDefault(field.path(), 0L),
                verdict,
                operation == null ? reason : "");
    }

    public String csv() {
        return Csv.line(HEADINGS)
                + rows.stream().map(row -> Csv.line(row.cells())).collect(Collectors.joining());
    }

    /** One object per agreement; fields that it does not name are counted, not listed. */
    public ArrayNode json() {
        ArrayNode all = StrictJson.newObject().arrayNode();
        byAgreement().forEach((agreement, its) -> {
            ObjectNode json = all.addObject()
                    .put("agreement", agreement.id())
                    .put("version", agreement.version())
                    .put("title", agreement.title())
                    .put("since", since.toString())
                    .put("notAskedFor", its.stream().filter(Matrix::unnamed).count());
            ArrayNode fields = json.putArray("fields");
            its.stream().filter(row -> !unnamed(row)).forEach(row -> fields.addObject()
                    .put("field", row.field().path())
                    .put("sensitivity", row.cells().get(4))
                    .put("asked", row.asked())
                    .put("allowed", row.allowed())
                    .put("delivered", row.delivered())
                    .put("told", row.told())
                    .put("neverUsed", row.verdict() == Verdict.NEVER_USED || row.verdict() == Verdict.NO_EXCHANGE)
                    .put("verdict", row.verdict().words())
                    .put("reason", row.reason()));
        });
        return all;
    }

    public String html() {
        Page page = new Page("Minimisation matrix");
        page.paragraph("As of " + day(at)
                + ". For each agreement: what its client asked for, what is allowed and in which form, how often it was delivered since "
                + day(since) + ", and what was never used. Counted from the ledger, without any child's data.");
        List<List<String>> unused = rows.stream()
                .filter(row -> row.verdict() == Verdict.NEVER_USED)
                .map(row -> List.of(row.agreement().id(), row.field().path(), row.allowed()))
                .toList();
        page.table("Allowed and never used in " + DAYS + " days", List.of("Agreement", "Field", "Allowed as"), unused);
        Map<String, String> titles = new LinkedHashMap<>();
        byAgreement().keySet().forEach(agreement -> titles.put(id(agreement), agreement.title()));
        page.contents(titles);
        byAgreement().forEach((agreement, its) -> section(page, agreement, its));
        return page.html();
    }

    private static void section(Page page, Agreement agreement, List<Row> rows) {
        page.together(id(agreement), agreement.title());
        page.paragraph(agreement.id() + ", version " + agreement.version() + ": from " + agreement.provider() + " to "
                + agreement.client() + ".");
        page.table(
                "Fields that were asked for",
                List.of("Field", "Allowed as", "Delivered", "Told to the provider", "In words"),
                rows.stream()
                        .filter(row -> !unnamed(row))
                        .map(row -> List.of(
                                row.field().path(),
                                row.allowed().isEmpty() ? "not allowed" : row.allowed(),
                                Long.toString(row.delivered()),
                                Long.toString(row.told()),
                                row.reason().isEmpty()
                                        ? row.verdict().words()
                                        : row.verdict().words() + ": " + row.reason()))
                        .toList());
        page.paragraph(rows.stream().filter(Matrix::unnamed).count()
                + " other fields of the catalogue were not asked for and cannot leave.");
    }

    private static boolean unnamed(Row row) {
        return row.verdict() == Verdict.NOT_ASKED;
    }

    private Map<Agreement, List<Row>> byAgreement() {
        return rows.stream().collect(Collectors.groupingBy(Row::agreement, LinkedHashMap::new, Collectors.toList()));
    }

    private static String id(Agreement agreement) {
        return agreement.id() + "-" + agreement.version();
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
