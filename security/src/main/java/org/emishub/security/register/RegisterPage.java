package org.emishub.security.register;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.register.Cases.Result;

/** The register as HTML, for lawyers: one section an agreement, its cases at the end. */
final class RegisterPage {
    /** What a reader calls a column; those with a table of their own are not among them. */
    private static final Map<String, String> HEADINGS = Map.ofEntries(
            Map.entry("agreement", "Agreement"),
            Map.entry("version", "Version"),
            Map.entry("supersedes", "Ends version"),
            Map.entry("country", "Country"),
            Map.entry("provider", "Who holds the data"),
            Map.entry("client", "Who receives it"),
            Map.entry("exchange", "Kind of exchange"),
            Map.entry("about", "About"),
            Map.entry("purpose", "Purpose"),
            Map.entry("purposeOfUse", "Purpose code (HL7)"),
            Map.entry("dpvPurpose", "Purpose (W3C DPV)"),
            Map.entry("lawfulBasis", "Lawful basis"),
            Map.entry("law", "Law"),
            Map.entry("specialCategory", "Special category"),
            Map.entry("assessment", "Impact assessment"),
            Map.entry("inForce", "In force"),
            Map.entry("state", "Today"),
            Map.entry("reviewBy", "To be reviewed by"),
            Map.entry("onlyFor", "Only for"),
            Map.entry("asker", "Who may ask"),
            Map.entry("consent", "Consent"),
            Map.entry("breakGlass", "Breaking the glass"),
            Map.entry("sealed", "Sealed children"),
            Map.entry("limits", "Limits"),
            Map.entry("threshold", "Smallest cell shown"),
            Map.entry("table", "Table"),
            Map.entry("extract", "Extract"),
            Map.entry("visibleToChild", "Shown to the child"),
            Map.entry("retentionHub", "Kept by the hub"),
            Map.entry("retentionClient", "Kept by the receiver"),
            Map.entry("crossBorder", "Across borders"),
            Map.entry("onward", "Passed on"),
            Map.entry("incident", "Incidents"),
            Map.entry("translates", "Pseudonyms turned into others"),
            Map.entry("signed", "Signed"),
            Map.entry("bundleHash", "Hash of the text"));

    private static final Set<String> ELSEWHERE = Set.of("title", "asks", "discloses", "withholds");

    private RegisterPage() {}

    static String of(Register register) {
        Page page = new Page("Register of exchanges");
        page.paragraph("As of " + register.at().atZone(ZoneOffset.UTC).toLocalDate() + ". "
                + register.rows().size() + " agreements; nothing else may be exchanged.");
        Map<String, String> contents = new LinkedHashMap<>();
        register.rows()
                .forEach(
                        row -> contents.put(id(row.agreement()), row.agreement().title()));
        page.contents(contents);
        register.rows().forEach(row -> section(page, row));
        return page.html();
    }

    private static String id(Agreement agreement) {
        return agreement.id() + "-" + agreement.version();
    }

    private static void section(Page page, Register.Row row) {
        Agreement agreement = row.agreement();
        page.section(id(agreement), agreement.title());
        Map<String, String> terms = new LinkedHashMap<>();
        row.columns().forEach((column, text) -> {
            if (!ELSEWHERE.contains(column)) {
                terms.put(HEADINGS.getOrDefault(column, column), text.replace('_', ' '));
            }
        });
        page.facts("Terms", terms);
        page.table("What leaves", List.of("Field", "As", "What it is"), fields(agreement.discloses()));
        if (!agreement.asks().isEmpty()) {
            page.table(
                    "What the holder is told by the question",
                    List.of("Field", "As", "What it is"),
                    fields(agreement.asks()));
        }
        page.table("What was asked for and is withheld", List.of("Field", "Why"), withheld(agreement));
        page.heading("What it does, by example").beginList();
        row.examples().forEach(result -> example(page, result));
        page.endList();
    }

    private static List<List<String>> fields(Map<String, Operation> operations) {
        List<List<String>> rows = new ArrayList<>();
        operations.forEach((path, operation) -> rows.add(List.of(path, operation.text(), meaning(path))));
        return rows;
    }

    private static String meaning(String path) {
        return FieldCatalogue.standard().find(path).map(RegisterPage::meaning).orElse("");
    }

    private static String meaning(Field field) {
        String sensitivity = field.sensitivity().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return field.meaning() + " (" + sensitivity + ")";
    }

    private static List<List<String>> withheld(Agreement agreement) {
        List<List<String>> rows = new ArrayList<>();
        agreement.withholds().forEach((path, reason) -> rows.add(List.of(path, reason)));
        return rows;
    }

    private static void example(Page page, Result result) {
        List<String> sentences = RegisterText.sentences(result.example());
        page.item(result.example().title(), sentences.get(0), sentences.get(1), result.difference());
    }
}
