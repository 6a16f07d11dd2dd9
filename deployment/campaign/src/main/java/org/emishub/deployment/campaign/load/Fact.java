package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message as its sender made it: its bytes never change, however often they are sent.
 *
 * @param kind what it is meant to show: {@code fact}, {@code older}, {@code replay}, {@code refusable}
 * @param hash lower-case hex SHA-256 of the signed claims
 * @param issuedAt seconds since 1970
 */
record Fact(
        String id,
        String sender,
        String child,
        String about,
        String agreement,
        String kind,
        LocalDate asOf,
        long issuedAt,
        int version,
        String hash,
        byte[] sealed) {
    private static final long VALID_SECONDS = 24 * 60 * 60;

    /** What goes wrong with it on purpose. */
    enum Flaw {
        NONE,
        /** The agreement is another sender's. */
        WRONG_AGREEMENT,
        /** The catalogue has no such field. */
        UNKNOWN_FIELD,
        /** It says of no child that it is about it. */
        NO_CHILD,
        /** Nothing in it is agreed. */
        NOTHING_AGREED
    }

    /** Its place in time. */
    record When(LocalDate asOf, long issuedAt, int version) {}

    static Fact make(
            String id, Agreed agreed, String child, String kind, Flaw flaw, When when, Jose.Own own, Jose.To hub) {
        String agreement = flaw == Flaw.WRONG_AGREEMENT ? foreign(agreed) : agreed.id();
        byte[] claims =
                claims(id, agreed, agreement, child, flaw, when).toString().getBytes(UTF_8);
        return new Fact(
                id,
                agreed.sender(),
                child,
                agreed.about(),
                agreement,
                kind,
                when.asOf(),
                when.issuedAt(),
                when.version(),
                Jose.sha256(claims),
                Jose.seal(claims, own, hub));
    }

    private static String foreign(Agreed agreed) {
        return Agreed.ALL.stream()
                .filter(one -> !one.sender().equals(agreed.sender()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static ObjectNode claims(String id, Agreed agreed, String agreement, String child, Flaw flaw, When when) {
        ObjectNode claims = Journal.line()
                .put("jti", id)
                .put("iss", agreed.sender())
                .put("aud", Parties.HUB)
                .put("agr", agreement)
                .put("knd", "event")
                .put("iat", when.issuedAt())
                .put("exp", when.issuedAt() + VALID_SECONDS);
        ObjectNode content = claims.putObject("content");
        ObjectNode record = content.putObject("record");
        if (flaw != Flaw.NO_CHILD) {
            record.put("child.id", child);
        }
        record.put("child.address", Planted.address(child));
        if (flaw != Flaw.NOTHING_AGREED) {
            record.put("child.familyName", Planted.familyName(child))
                    .put("enrolment.schoolName", "v" + when.version())
                    .put("enrolment.className", id);
        } else {
            record.remove("child.id");
            record.put("child.emisId", child);
        }
        if (flaw == Flaw.UNKNOWN_FIELD) {
            record.put("child.horoscope", "aries");
        }
        content.put("asOf", when.asOf().toString());
        return claims;
    }

    /** What the sender writes down before and after each attempt. */
    ObjectNode line(String event, int attempt) {
        return Journal.line()
                .put("event", event)
                .put("at", System.currentTimeMillis())
                .put("id", id)
                .put("attempt", attempt)
                .put("sender", sender)
                .put("child", child)
                .put("about", about)
                .put("agreement", agreement)
                .put("kind", kind)
                .put("asOf", asOf.toString())
                .put("iat", issuedAt)
                .put("version", version)
                .put("hash", hash);
    }
}
