package org.emishub.security.keys;

import java.util.List;
import org.emishub.security.member.SystemId;

/**
 * The keys with which one system signs and is written to.
 *
 * <p>The first of each list is used by default. A P-256 key beside an Ed25519 or X25519 one serves members that know only the other curve; a retired
 * key-agreement key may follow its successor for as long as messages to it are under way.
 */
public record OwnKeys(SystemId system, List<OwnKey> signing, List<OwnKey> keyAgreement) {
    public OwnKeys {
        signing = List.copyOf(signing);
        keyAgreement = List.copyOf(keyAgreement);
        if (signing.isEmpty() || keyAgreement.isEmpty()) {
            throw new IllegalArgumentException("a system needs a signing key and a key-agreement key");
        }
    }

    /** One pair of keys. */
    public static OwnKeys of(SystemId system, OwnKey signing, OwnKey keyAgreement) {
        return new OwnKeys(system, List.of(signing), List.of(keyAgreement));
    }
}
