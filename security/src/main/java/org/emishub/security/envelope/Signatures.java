package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.Members;
import org.emishub.security.member.SigningKey;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;

/** The inner envelope: JWS compact serialisation (RFC 7515), EdDSA or ES256. */
final class Signatures {
    private static final Set<String> ALLOWED = Set.of("alg", "kid", "typ");

    private final CurveProvider curves;
    private final Supplier<Members> members;
    private final ParsedKeys parsedKeys;

    Signatures(CurveProvider curves, Supplier<Members> members, ParsedKeys parsedKeys) {
        this.curves = curves;
        this.members = members;
        this.parsedKeys = parsedKeys;
    }

    /** What was signed, exactly, and by whom. */
    record Verified(SigningKey signer, byte[] payload) {}

    String sign(byte[] payload, PrivatePart key) {
        byte[] header = StrictJson.bytes(StrictJson.newObject()
                .put("alg", key.curve().signatureAlgorithm())
                .put("kid", key.kid())
                .put("typ", "JWT"));
        String input = Base64Url.encode(header) + "." + Base64Url.encode(payload);
        return input + "." + Base64Url.encode(curves.sign(key.curve(), key.key(), input.getBytes(US_ASCII)));
    }

    /**
     * Verifies with the registered key that {@code kid} names.
     *
     * @throws NotWellFormed when it is no strict JWS of ours
     */
    Outcome<Verified> verify(String[] parts) {
        Header header = Header.read(parts[0], ALLOWED);
        if (!List.of("EdDSA", "ES256").contains(header.text("alg"))) {
            return Outcome.refused(Code.BAD_SIGNATURE, "signature: alg");
        }
        header.require("typ", List.of("", "JWT"));
        byte[] payload = Base64Url.decode(parts[1]);
        byte[] signature = Base64Url.decode(parts[2]);
        Optional<SigningKey> signer = members.get().signingKey(header.kid());
        if (signer.isEmpty()) {
            return Outcome.refused(Code.UNKNOWN_MEMBER, "signature: kid");
        }
        byte[] input = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
        return parsedKeys
                .of(signer.get().certificate())
                // The algorithm is the registered key's; the header may only repeat it.
                .filter(key -> key.curve().signatureAlgorithm().equals(header.text("alg")))
                .filter(key -> curves.verify(key.curve(), key.key(), input, signature))
                .map(key -> Outcome.ok(new Verified(signer.get(), payload)))
                .orElseGet(() -> Outcome.refused(Code.BAD_SIGNATURE, "signature: not by the registered key"));
    }
}
