package org.emishub.routes.exchange;

/**
 * What may leave once its release is recorded.
 *
 * @param bytes an envelope to its reader, or a parcel sealed at rest
 * @param wireHash lower-case hex SHA-256 of what will be on the wire
 */
record Sealed(byte[] bytes, String wireHash) {}
