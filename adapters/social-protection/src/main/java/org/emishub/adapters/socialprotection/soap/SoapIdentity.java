package org.emishub.adapters.socialprotection.soap;

import org.apache.wss4j.common.crypto.Crypto;

/**
 * The hub as a party of WS-Security, handed in ready made: this adapter never opens a key store.
 *
 * @param crypto the hub's key with its certificate, and the members' certificate authority as the only trust
 * @param alias the hub's entry in it; an RSA key of at least 3072 bits, for signing and for others to encrypt to
 * @param password opens that entry
 */
public record SoapIdentity(Crypto crypto, String alias, String password) {
    /** Never the password. */
    @Override
    public String toString() {
        return "SoapIdentity[" + alias + "]";
    }
}
