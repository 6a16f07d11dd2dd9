package org.emishub.security.vault;

import javax.crypto.SecretKey;

/**
 * The vault's own keys, as deployment hands them in; prints neither.
 *
 * @param wrapping AES-256, wraps every child's key in its file
 * @param blinding HMAC-SHA-256, hides identifiers
 */
public record VaultKeys(SecretKey wrapping, SecretKey blinding) {
    @Override
    public String toString() {
        return "VaultKeys[]";
    }
}
