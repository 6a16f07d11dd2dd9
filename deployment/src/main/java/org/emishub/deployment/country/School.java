package org.emishub.deployment.country;

/**
 * A school.
 *
 * @param id the education system's number of it
 * @param district canonical code, ISO 3166-2
 * @param language of most classes, ISO 639-1
 */
public record School(String id, String name, String district, String language) {}
