package org.emishub.security.envelope;

import java.util.Optional;
import org.emishub.security.member.SystemId;

/** The port through which an adapter checks another member's protocol signature. */
public interface ProtocolVerifier {
    /**
     * The system whose registered signing key made this signature.
     *
     * @param keyId as the message names it
     * @param data the exact bytes signed
     * @param signature in JOSE form
     * @return empty when the key is unknown, not for signing, out of its validity, or the signature is wrong
     */
    Optional<SystemId> signer(String keyId, byte[] data, byte[] signature);
}
