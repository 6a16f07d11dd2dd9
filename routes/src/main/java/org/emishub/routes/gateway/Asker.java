package org.emishub.routes.gateway;

/**
 * Who asks, as asserted inside the authenticated message; each part may be empty.
 *
 * @param user the named user in the client's own directory
 * @param role the role in which they ask
 * @param caseId the case under which they ask
 */
public record Asker(String user, String role, String caseId) {
    /** The system itself asks, not a person. */
    public static final Asker SYSTEM = new Asker("", "", "");
}
