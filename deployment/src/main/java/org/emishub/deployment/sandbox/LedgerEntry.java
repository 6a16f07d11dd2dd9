package org.emishub.deployment.sandbox;

import java.util.List;

/** What the ledger says of one step, as anybody may read it: no values, no personal data. */
public record LedgerEntry(
        long sequence,
        String event,
        String agreement,
        String code,
        String rule,
        String provider,
        String client,
        List<String> fields,
        int withheld) {
    public LedgerEntry {
        fields = List.copyOf(fields);
    }

    /** Number, event and, for a no, its code and rule. */
    @Override
    public String toString() {
        String no = code.equals("OK") ? "" : " " + code + (rule.isEmpty() ? "" : " (" + rule + ")");
        return "#" + sequence + " " + event + no;
    }
}
