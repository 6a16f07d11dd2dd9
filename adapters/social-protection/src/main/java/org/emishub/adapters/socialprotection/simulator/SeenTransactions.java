package org.emishub.adapters.socialprotection.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last transactions a registry has seen, so that none is answered twice. */
final class SeenTransactions {
    private static final int MOST = 10_000;

    private final Map<String, Boolean> seen = new LinkedHashMap<>();

    synchronized boolean first(String transaction) {
        boolean first = seen.put(transaction, true) == null;
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
        return first;
    }
}
