package org.emishub.security.refusal;

/**
 * A no.
 *
 * @param code why, as the ledger keeps it
 * @param rule the rule that said no, in the agreement's own words ({@code asker.case: required}); no values, no personal data
 */
public record Refusal(Code code, String rule) {}
