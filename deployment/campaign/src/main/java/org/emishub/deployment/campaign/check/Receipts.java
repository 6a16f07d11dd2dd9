package org.emishub.deployment.campaign.check;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emishub.deployment.campaign.load.Jose;
import tools.jackson.databind.JsonNode;

/** Whether the same message got the same receipt, and receipts say what the ledger says. */
final class Receipts {
    /** A no of which the bytes on their way are not to blame. */
    private static final Set<String> FINAL =
            Set.of("NOT_AGREED", "NO_LEGAL_BASIS", "REPLAYED", "SUPERSEDED", "NO_DATA", "EXPIRED");

    private Receipts() {}

    static List<Finding> check(Known known, Map<String, PublicKey> hubSigns) {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> acceptedAs = new HashMap<>();
        for (Logs.Answer answer : known.logs.answers()) {
            String before = answer.valid() ? acceptedAs.putIfAbsent(answer.id(), answer.hash()) : null;
            if (before != null && !before.equals(answer.hash())) {
                findings.add(new Finding(
                        Rule.RECEIPT_DIFFERS, "message " + answer.id() + " was accepted with two contents"));
            }
            boolean refused = answer.status() / 100 == 4 && FINAL.contains(answer.code());
            if (refused && answer.hash().equals(acceptedAs.get(answer.id()))) {
                findings.add(new Finding(
                        Rule.RECEIPT_DIFFERS,
                        "message " + answer.id() + " was accepted, and the same again was refused with "
                                + answer.code()));
            }
        }
        known.receipts.forEach((id, receipts) -> {
            if (receipts.size() > 1) {
                findings.add(new Finding(
                        Rule.RECEIPT_DIFFERS, "message " + id + " got " + receipts.size() + " different receipts"));
            }
            receipts.forEach(receipt -> compare(known, id, receipt, hubSigns, findings));
        });
        return findings;
    }

    private static void compare(
            Known known, String id, String receipt, Map<String, PublicKey> hubSigns, List<Finding> findings) {
        try {
            JsonNode claims = Jose.verify(receipt, hubSigns).claims();
            long sequence = claims.path("seq").asLong(-1);
            String leaf = claims.path("leaf").asString("");
            boolean there = known.about(id, "RECEIVED").stream()
                    .anyMatch(entry ->
                            entry.sequence() == sequence && entry.leafHash().equals(leaf));
            if (!there) {
                findings.add(new Finding(
                        Rule.RECEIPT_FALSE,
                        "the receipt of " + id + " names entry " + sequence + ", which does not say so"));
            }
        } catch (Jose.Invalid e) {
            findings.add(new Finding(Rule.RECEIPT_FALSE, "the receipt of " + id + " is not signed by the hub"));
        }
    }
}
