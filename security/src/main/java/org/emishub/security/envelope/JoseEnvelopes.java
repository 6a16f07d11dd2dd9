package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;

/** Envelopes as nested JWT: EdDSA or ES256 inside ECDH-ES with A256GCM; thread-safe. */
public final class JoseEnvelopes implements Envelopes {
    private final SystemId self;
    private final Supplier<Members> members;
    private final InstantSource clock;
    private final ParsedKeys parsedKeys;
    private final Encryption encryption;
    private final Signatures signatures;
    private final List<PrivatePart> signing;
    private final Map<String, PrivatePart> keyAgreement;

    /**
     * Envelopes to and from one system of ours.
     *
     * @param members the registry in force, asked anew for each message
     */
    public JoseEnvelopes(OwnKeys own, Supplier<Members> members, InstantSource clock, CurveProvider curves) {
        this.self = own.system();
        this.members = members;
        this.clock = clock;
        this.parsedKeys = new ParsedKeys(curves);
        this.encryption = new Encryption(curves);
        this.signatures = new Signatures(curves, members, parsedKeys);
        this.signing = parts(own.signing(), curves);
        this.keyAgreement = parts(own.keyAgreement(), curves).stream()
                .collect(Collectors.toMap(PrivatePart::kid, Function.identity()));
        if (signing.stream().anyMatch(key -> key.curve() == Curve.X25519)
                || keyAgreement.values().stream().anyMatch(key -> key.curve() == Curve.ED25519)) {
            throw new IllegalArgumentException("Ed25519 signs and X25519 agrees on keys, never the other way");
        }
    }

    private static List<PrivatePart> parts(List<OwnKey> keys, CurveProvider curves) {
        return keys.stream().map(key -> PrivatePart.of(key, curves)).toList();
    }

    @Override
    public byte[] seal(Message message) {
        if (!message.sender().equals(self)) {
            throw new IllegalArgumentException("only our own messages can be sealed");
        }
        PublicPart recipient = keyOf(message.recipient())
                .orElseThrow(() -> new IllegalStateException(
                        message.recipient() + " has no valid key-agreement certificate for the hub protocol"));
        String signed = signatures.sign(Claims.write(message), signingKeyFor(recipient.curve()));
        byte[] sealed =
                encryption.encrypt(signed.getBytes(ISO_8859_1), recipient).getBytes(ISO_8859_1);
        if (sealed.length > MAX_BYTES) {
            throw new IllegalArgumentException("the message is larger than any recipient opens");
        }
        return sealed;
    }

    @Override
    public Outcome<Opened> open(byte[] sealed) {
        return reopen(sealed)
                .then(opened -> clock.instant().isBefore(opened.message().expiresAt())
                        ? Outcome.ok(opened)
                        : Outcome.refused(Code.EXPIRED, "exp: in the past"));
    }

    @Override
    public Outcome<Opened> reopen(byte[] sealed) {
        if (sealed.length > MAX_BYTES) {
            return Outcome.refused(Code.TOO_LARGE, "envelope: at most " + MAX_BYTES + " bytes");
        }
        try {
            return encryption
                    .decrypt(split(sealed, 5, "envelope: not five parts"), keyAgreement)
                    .then(this::verified)
                    .then(this::opened);
        } catch (NotWellFormed e) {
            return Outcome.refused(Code.MALFORMED, e.rule());
        }
    }

    @Override
    public Outcome<Signed> verify(byte[] receipt) {
        if (receipt.length > MAX_BYTES) {
            return Outcome.refused(Code.TOO_LARGE, "receipt: at most " + MAX_BYTES + " bytes");
        }
        try {
            return verified(receipt)
                    .then(v -> Outcome.ok(new Signed(v.signer().system(), StrictJson.object(v.payload()))));
        } catch (NotWellFormed e) {
            return Outcome.refused(Code.MALFORMED, e.rule());
        }
    }

    /** Signs with the curve of the system that the claim {@code aud} names, where it names one we know. */
    @Override
    public String sign(JsonNode claims) {
        PrivatePart key = Optional.ofNullable(claims.get("aud"))
                .filter(JsonNode::isString)
                .flatMap(aud -> known(aud.stringValue()))
                .flatMap(this::keyOf)
                .map(recipient -> signingKeyFor(recipient.curve()))
                .orElseGet(() -> signing.get(0));
        return signatures.sign(StrictJson.bytes(claims), key);
    }

    private Outcome<Signatures.Verified> verified(byte[] signed) {
        String[] parts = split(signed, 3, "signature: not three parts");
        return signatures.verify(parts);
    }

    private Outcome<Opened> opened(Signatures.Verified verified) {
        Message message = Claims.read(verified.payload(), clock.instant());
        if (!message.sender().equals(verified.signer().system())) {
            return Outcome.refused(Code.BAD_SIGNATURE, "iss: not the owner of the signing key");
        }
        if (!message.recipient().equals(self)) {
            return Outcome.refused(Code.NOT_FOR_US, "aud: another system");
        }
        return Outcome.ok(new Opened(message, Sha256.hex(verified.payload())));
    }

    private Optional<SystemId> known(String system) {
        return members.get().systems().stream()
                .map(MemberSystem::id)
                .filter(id -> id.toString().equals(system))
                .findFirst();
    }

    private Optional<PublicPart> keyOf(SystemId recipient) {
        Optional<X509Certificate> certificate = members.get().keyAgreement(recipient);
        return certificate.flatMap(parsedKeys::of).filter(key -> key.curve() != Curve.ED25519);
    }

    /** A member whose key is on P-256 may know no other curve; we sign on it too, where we have a key. */
    private PrivatePart signingKeyFor(Curve recipient) {
        Curve wanted = recipient == Curve.P256 ? Curve.P256 : Curve.ED25519;
        return signing.stream().filter(key -> key.curve() == wanted).findFirst().orElseGet(() -> signing.get(0));
    }

    private static String[] split(byte[] compact, int parts, String rule) {
        String[] split = new String(compact, ISO_8859_1).split("\\.", parts + 1);
        if (split.length != parts) {
            throw new NotWellFormed(rule);
        }
        return split;
    }
}
