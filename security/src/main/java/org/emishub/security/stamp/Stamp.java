package org.emishub.security.stamp;

import java.time.Instant;

/**
 * A stamp that was checked.
 *
 * @param time as the authority says
 * @param response TimeStampResp, DER, as {@code openssl ts -verify -in} takes it
 */
public record Stamp(Instant time, byte[] response) {}
