package org.emishub.adapters.socialprotection.dci;

import java.util.Optional;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;

/** Finds out who wrote a message, by its signature and nothing else. */
final class DciCaller {
    private final ProtocolVerifier verifier;
    private final SystemId hub;

    DciCaller(ProtocolVerifier verifier, SystemId hub) {
        this.verifier = verifier;
        this.hub = hub;
    }

    /** A message and the member that certainly wrote it for us. */
    record Recognised(DciAsked asked, DciSignature signature) {}

    Recognised recognise(byte[] body) throws NotAMember {
        try {
            DciMessage message = DciMessage.read(body);
            DciSignature signature = DciSignature.read(message.signature()
                    .orElseThrow(() -> new NotAMember(401, "err.signature.missing", Code.BAD_SIGNATURE, "unsigned")));
            SystemId signer = verifier.signer(
                            signature.keyId(), signature.signingString(message.signed()), signature.value())
                    .orElseThrow(
                            () -> new NotAMember(401, "err.signature.invalid", Code.BAD_SIGNATURE, "signature wrong"));
            DciHeader header = DciHeader.read(message.header());
            requireSender(signer, signature, header);
            if (!header.receiver().equals(hub.toString())) {
                throw new NotAMember(403, "err.receiver_id.invalid", Code.NOT_FOR_US, "receiver_id is not the hub");
            }
            return new Recognised(new DciAsked(signer, message, header), signature);
        } catch (Malformed e) {
            throw new NotAMember(400, "err.request.bad", Code.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** The same name in three places: registered with the key, in the signature's parameters, and in the header. */
    private static void requireSender(SystemId signer, DciSignature signature, DciHeader header) throws NotAMember {
        Optional<String> name = Optional.of(signer.toString());
        if (!name.equals(Optional.of(header.sender())) || !name.equals(Optional.of(signature.sender()))) {
            throw new NotAMember(401, "err.sender_id.invalid", Code.UNKNOWN_MEMBER, "sender_id is not the signer");
        }
    }
}
