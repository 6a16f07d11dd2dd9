package org.emishub.routes.packages;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Appender.Appended;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the hub signs about a package: first that it has it, then what became of each of its rows.
 *
 * <p>A hash over several things is the SHA-256 of their own hashes, lower-case hex, one to a line, each line ended by LF: over the signed payloads of the parts,
 * over the lines of each answer ({@code row TAB verdict LF}), and over the sealed bytes of each answer.
 */
final class Receipt {
    private Receipt() {}

    /** SHA-256 over hashes. */
    static String over(List<String> hashes) {
        StringBuilder lines = new StringBuilder();
        hashes.forEach(hash -> lines.append(hash).append('\n'));
        return Sha256.hex(lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Every part is there. */
    static ObjectNode accepted(SystemId hub, PackageState held, String contentHash, Appended entry, Instant now) {
        return claims(hub, held, contentHash, entry, now).put("outcome", "accepted");
    }

    /**
     * Every row has its verdict.
     *
     * @param entry of the last row
     */
    static ObjectNode answered(
            SystemId hub,
            PackageState held,
            Map<String, Long> counts,
            List<WorkTable.Answer> answers,
            Appended entry,
            Instant now) {
        ObjectNode claims = claims(hub, held, held.contentHash(), entry, now);
        ObjectNode verdicts = JsonNodeFactory.instance.objectNode();
        counts.forEach(verdicts::put);
        claims.set("verdicts", verdicts);
        return claims.put("answers", answers.size())
                .put(
                        "verdictsSha256",
                        over(answers.stream().map(WorkTable.Answer::linesHash).toList()))
                .put(
                        "answersSha256",
                        over(answers.stream().map(WorkTable.Answer::wireHash).toList()))
                .put("outcome", "answered");
    }

    private static ObjectNode claims(SystemId hub, PackageState held, String hash, Appended entry, Instant now) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("jti", held.packageId())
                .put("iss", hub.toString())
                .put("sub", held.sender().toString())
                .put("aud", held.sender().toString())
                .put("agr", held.agreement())
                .put("sha256", hash)
                .put("parts", held.parts())
                .put("rows", held.rows())
                .put("seq", entry.sequence())
                .put("leaf", HexFormat.of().formatHex(entry.leafHash()))
                .put("iat", now.getEpochSecond());
    }
}
