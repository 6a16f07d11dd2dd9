package org.emishub.routes.system;

/** The exact bytes that leave, and their media type. */
public record Wire(String mediaType, byte[] bytes) {}
