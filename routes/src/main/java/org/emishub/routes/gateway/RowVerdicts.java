package org.emishub.routes.gateway;

/**
 * What became of the rows of a package: every row that its report does not name was accepted.
 *
 * @param reportSha256 lower-case hex SHA-256 of the report, which names each refused row and its code
 */
public record RowVerdicts(long accepted, long refused, String reportSha256) {}
