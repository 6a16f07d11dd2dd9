package org.emishub.adapters.statistics.simulator;

import java.util.List;

/** The message cannot be taken; says where and why, without repeating what it held. */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    Rejected(List<Finding> findings) {
        super("rejected with " + findings.size() + " findings", null, false, false);
        this.findings = List.copyOf(findings);
    }

    Rejected(int line, String component, String code) {
        this(List.of(new Finding(line, component, code)));
    }

    List<Finding> findings() {
        return findings;
    }
}
