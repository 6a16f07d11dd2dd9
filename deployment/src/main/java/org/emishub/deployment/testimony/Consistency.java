package org.emishub.deployment.testimony;

import java.util.List;

/** Shows that the ledger of one size is the beginning of that of another (RFC 6962, section 2.1.2). */
@FunctionalInterface
public interface Consistency {
    List<byte[]> proof(long from, long to);
}
