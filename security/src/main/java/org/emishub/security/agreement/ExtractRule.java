package org.emishub.security.agreement;

/** Disclosure control of a set of records: every one of them looks like at least {@code k - 1} others. */
public record ExtractRule(int k) {}
