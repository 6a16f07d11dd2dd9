package org.emishub.security.pseudonym;

import org.emishub.security.member.SystemId;

/** Pairwise pseudonyms: the same child has another name at each receiver, purpose and epoch. */
public interface Pseudonyms {
    /** base32(HMAC-SHA-256(key of receiver + domain + epoch, child id)), 52 characters. */
    String of(SystemId receiver, String domain, String childId);
}
