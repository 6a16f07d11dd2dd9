package org.emishub.security.register;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreement.LawfulBasis;
import org.emishub.security.agreement.Operation;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Event;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The facts for a data-protection impact assessment (GDPR article 35(7)) of one exchange, from the live agreement and the ledger.
 *
 * @param anomalies names of the rules that watch, as they are in force
 */
public record Dpia(Agreement agreement, AgreementUse use, List<String> anomalies, Instant at) {
    /** What the hub does for every exchange, each held by its tests. */
    private static final List<String> MEASURES = List.of(
            "Refused by default: what the agreement does not list does not leave, and without an agreement there is no route.",
            "What leaves is copied, field by field, into an empty record; each field through its own operation.",
            "Every message is signed by its sender and encrypted to its receiver; systems with a protocol of their own are known by their certificate.",
            "The decision is made before the data is fetched and once more just before release; withdrawn consent, a new seal and an ended agreement stop what waits.",
            "Not known and not allowed look the same to whoever asks.",
            "Every receipt, refusal, question, release and delivery is an entry in an append-only ledger with signed checkpoints, durable before the first byte leaves.",
            "An entry holds no personal data; who it is about is sealed under a key of that child and year, kept outside the database, and erased by destroying the key.",
            "Payloads are kept sealed, and at most 24 hours after receipt.",
            "Every decision can be made again from what it saw and from the text of the agreement that was in force (hub decision replay).");

    private static final List<String> FOR_THE_AUTHORS = List.of(
            "Why the purpose cannot be reached with fewer fields, or coarser ones, than those listed as allowed.",
            "The risks to children and families if this data is wrong, late, lost, or seen by somebody it is not meant for, how likely and how grave they are.",
            "The views of children, guardians and their representatives, and the advice of the data-protection officer.",
            "What the receiver does with the data: who sees it there, on what machines, for how long in practice, and what is decided from it.",
            "Whether those who are decided about can contest it, and with whom.",
            "Processors, contracts and training on both sides; how the holder keeps its own records right.",
            "The risk that remains, and who accepts it.");

    public Dpia {
        anomalies = List.copyOf(anomalies);
    }

    private Map<String, String> description() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Exchange", agreement.title() + " (" + agreement.id() + ", version " + agreement.version() + ")");
        facts.put("Who holds the data", agreement.provider().toString());
        facts.put("Who receives it", agreement.client().toString());
        facts.put("How", manner());
        facts.put("Purpose", agreement.purpose());
        facts.put(
                "Purpose codes",
                agreement.purposeOfUse()
                        + agreement.dpvPurpose().map(purpose -> ", " + purpose).orElse(""));
        facts.put("Whose data", agreement.onlyFor().orElse("every child that the holder knows"));
        facts.put("Who may ask", RegisterText.columns(agreement, true).getOrDefault("asker", ""));
        facts.put("Limits", RegisterText.columns(agreement, true).getOrDefault("limits", ""));
        facts.put("Country", agreement.country());
        facts.put("In force", agreement.days() + (agreement.inForceAt(at) ? "" : " (not today)"));
        facts.put("Assessment, to be reviewed by", agreement.assessment() + ", " + agreement.reviewBy());
        facts.put(
                "Signed",
                agreement.terms().signed().isEmpty()
                        ? "no"
                        : String.join(", ", agreement.terms().signed()));
        return facts;
    }

    private String manner() {
        return switch (agreement.exchange()) {
            case QUERY -> "The receiver asks about one child, and is answered at once";
            case BATCH -> "The receiver asks about many children at once, and is given a verdict on each";
            case EVENT -> "The holder tells what has changed, and the hub delivers it";
            case STATISTIC -> "The holder's records are counted; a table without any single child is delivered";
        };
    }

    private Map<String, String> lawfulness() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Lawful basis", RegisterText.basis(agreement));
        facts.put("Special category", agreement.specialCategory().orElse("none"));
        facts.put("Consent", RegisterText.columns(agreement, true).getOrDefault("consent", ""));
        return facts;
    }

    private List<List<String>> necessity() {
        AgreementUse.Count count = use.of(agreement);
        List<List<String>> rows = new ArrayList<>();
        agreement
                .discloses()
                .forEach((path, operation) -> rows.add(List.of(
                        path,
                        meaning(path),
                        operation.text(),
                        Long.toString(count.delivered().getOrDefault(path, 0L)),
                        least(operation))));
        return rows;
    }

    /** An operation that keeps less than the value is a fact; that no less would do is not. */
    private static String least(Operation operation) {
        return operation instanceof Operation.AsIs
                ? "the value itself: why nothing coarser serves is for the authors"
                : "less than the value";
    }

    private static String meaning(String path) {
        return FieldCatalogue.standard()
                .find(path)
                .map(field -> field.meaning() + " ("
                        + field.sensitivity().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")")
                .orElse("");
    }

    private List<List<String>> withheld() {
        List<List<String>> rows = new ArrayList<>();
        agreement.withholds().forEach((path, reason) -> rows.add(List.of(path, reason)));
        return rows;
    }

    private List<List<String>> told() {
        AgreementUse.Count count = use.of(agreement);
        List<List<String>> rows = new ArrayList<>();
        agreement
                .asks()
                .forEach((path, operation) -> rows.add(List.of(
                        path, operation.text(), Long.toString(count.told().getOrDefault(path, 0L)))));
        return rows;
    }

    private Map<String, Long> volumes() {
        AgreementUse.Count count = use.of(agreement);
        Map<String, Long> volumes = new LinkedHashMap<>();
        volumes.put("Questions and facts received", count.of(Event.RECEIVED));
        volumes.put("Releases", count.of(Event.RELEASED));
        volumes.put("Deliveries confirmed", count.of(Event.DELIVERED) + count.of(Event.RECEIPTED));
        volumes.put("Refusals", count.of(Event.REFUSED));
        volumes.put("Never delivered", count.of(Event.DEAD) + count.of(Event.EXPIRED));
        volumes.put("Uses of broken glass", count.events().getOrDefault("BREAK_GLASS", 0L));
        return volumes;
    }

    private List<List<String>> refusals() {
        List<List<String>> rows = new ArrayList<>();
        use.of(agreement).refused().forEach((code, many) -> rows.add(List.of(code, Long.toString(many))));
        return rows;
    }

    private Map<String, String> retention() {
        Agreement.Terms terms = agreement.terms();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Kept by the hub", terms.hubRetention());
        facts.put("Kept by the receiver, as agreed", agreement.clientRetention());
        facts.put("Across borders", terms.crossBorder());
        facts.put("Passed on", terms.onward());
        facts.put(
                "Incidents",
                "to " + terms.incident().contact() + " within "
                        + terms.incident().hours() + " hours");
        return facts;
    }

    private Map<String, String> rights() {
        LawfulBasis basis = agreement.lawfulBasis();
        boolean objection = basis == LawfulBasis.PUBLIC_TASK || basis == LawfulBasis.CONSENT;
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "To know who looked",
                agreement
                        .terms()
                        .hidden()
                        .map(hidden -> "not shown in the child's log until " + hidden.until() + ": " + hidden.ground())
                        .orElse("every exchange is shown in the child's log"));
        facts.put(
                "To object",
                objection
                        ? "an objection stops this exchange for the child"
                        : "the basis leaves no room for it (GDPR article 21)");
        facts.put(
                "To withdraw consent",
                agreement.consent().needed()
                        ? agreement.consent().withdrawalStopsQueued()
                                ? "stops what is not yet released, also what is queued"
                                : "stops what is not yet accepted; what is queued still leaves"
                        : "no consent is asked for");
        facts.put("To erasure", "the hub destroys the child's key; the proofs that something was exchanged stay");
        facts.put("Sealed children", RegisterText.columns(agreement, true).getOrDefault("sealed", ""));
        facts.put("Breaking the glass", RegisterText.columns(agreement, true).getOrDefault("breakGlass", ""));
        return facts;
    }

    private List<String> measures() {
        List<String> measures = new ArrayList<>(MEASURES);
        measures.add(
                anomalies.isEmpty()
                        ? "No rules for anomalies are in force."
                        : "Rules watch for: " + String.join(", ", anomalies) + ".");
        return measures;
    }

    public String html() {
        Page page = new Page("Facts for the impact assessment: " + agreement.title());
        page.paragraph("As of " + day(at) + ". Drawn from the agreement in force and from the ledger since "
                + day(use.since()) + ", without any child's data. Figures count entries, not children.");
        page.together("description", "1. Systematic description").facts("The exchange", description());
        page.together("lawfulness", "2. Lawfulness").facts("Basis", lawfulness());
        page.together("necessity", "3. Necessity, field by field")
                .table("What leaves", List.of("Field", "What it is", "As", "Delivered", "Reduced to"), necessity())
                .table("What was asked for and is withheld", List.of("Field", "Why"), withheld())
                .table("What the holder is told by a question", List.of("Field", "As", "Told"), told());
        Map<String, String> volumes = new LinkedHashMap<>();
        volumes().forEach((what, many) -> volumes.put(what, Long.toString(many)));
        page.together("volumes", "4. Volumes seen")
                .facts("Entries since " + day(use.since()), volumes)
                .table("Refusals by code", List.of("Code", "How often"), refusals());
        page.together("retention", "5. How long, and where to").facts("Retention", retention());
        page.together("rights", "6. Rights").facts("Rights of the child and the family", rights());
        page.together("measures", "7. Measures in force").bullets(measures());
        page.together("authors", "8. For the authors: what the hub cannot know").bullets(FOR_THE_AUTHORS);
        return page.html();
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    public ObjectNode json() {
        ObjectNode json = StrictJson.newObject()
                .put("agreement", agreement.id())
                .put("version", agreement.version())
                .put("bundleHash", agreement.bundleHash())
                .put("at", at.toString())
                .put("since", use.since().toString());
        facts(json.putObject("description"), description());
        facts(json.putObject("lawfulness"), lawfulness());
        table(json.putArray("necessity"), List.of("field", "meaning", "as", "delivered", "reducedTo"), necessity());
        table(json.putArray("withheld"), List.of("field", "reason"), withheld());
        table(json.putArray("told"), List.of("field", "as", "told"), told());
        volumes().forEach(json.putObject("volumes")::put);
        use.of(agreement).refused().forEach(json.putObject("refusals")::put);
        facts(json.putObject("retention"), retention());
        facts(json.putObject("rights"), rights());
        measures().forEach(json.putArray("measures")::add);
        FOR_THE_AUTHORS.forEach(json.putArray("forTheAuthors")::add);
        return json;
    }

    private static void facts(ObjectNode node, Map<String, String> facts) {
        facts.forEach(node::put);
    }

    private static void table(ArrayNode all, List<String> names, List<List<String>> rows) {
        for (List<String> row : rows) {
            ObjectNode node = all.addObject();
            for (int i = 0; i < names.size(); i++) {
                node.put(names.get(i), row.get(i));
            }
        }
    }
}
