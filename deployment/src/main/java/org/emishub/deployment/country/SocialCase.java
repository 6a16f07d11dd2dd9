package org.emishub.deployment.country;

/**
 * A social worker's mandate for a child.
 *
 * @param worker user name of the case worker
 */
public record SocialCase(String id, String worker) {}
