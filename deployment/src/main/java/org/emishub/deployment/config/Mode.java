package org.emishub.deployment.config;

/** What a hub is run for. */
public enum Mode {
    /** Invented children, keys made at first start, this machine only. */
    SANDBOX,
    /** Real children: keys, members and stores are given by the operator. */
    PRODUCTION
}
