package org.emishub.security.envelope;

import java.util.Optional;
import java.util.function.Supplier;
import org.emishub.security.member.Members;
import org.emishub.security.member.SigningKey;
import org.emishub.security.member.SystemId;

/** Verifies protocol signatures with the keys that members registered for signing. */
public final class MemberProtocolVerifier implements ProtocolVerifier {
    private final Supplier<Members> members;
    private final CurveProvider curves;
    private final ParsedKeys parsedKeys;

    /**
     * Verifies by one registry.
     *
     * @param members the registry in force, asked anew for each signature
     */
    public MemberProtocolVerifier(Supplier<Members> members, CurveProvider curves) {
        this.members = members;
        this.curves = curves;
        this.parsedKeys = new ParsedKeys(curves);
    }

    @Override
    public Optional<SystemId> signer(String keyId, byte[] data, byte[] signature) {
        return members.get()
                .signingKey(keyId)
                .filter(signer -> parsedKeys
                        .of(signer.certificate())
                        .filter(key -> key.curve() != Curve.X25519)
                        .filter(key -> curves.verify(key.curve(), key.key(), data, signature))
                        .isPresent())
                .map(SigningKey::system);
    }
}
