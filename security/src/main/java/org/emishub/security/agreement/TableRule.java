package org.emishub.security.agreement;

/** Disclosure control of a statistic: cells counting fewer children than {@code threshold} are suppressed. */
public record TableRule(int threshold) {}
