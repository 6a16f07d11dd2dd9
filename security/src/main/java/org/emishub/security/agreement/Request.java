package org.emishub.security.agreement;

import org.emishub.security.member.SystemId;

/**
 * Who wants an exchange and what they say about it, as the authenticated message has it.
 *
 * @param sender the authenticated system: the client of a query or batch, the provider of an event or statistic
 * @param purpose the purpose stated (HL7 code); empty when none was
 * @param purposeHasPlace false for a native protocol that has no place for a purpose; only then may it be empty
 * @param user the named user in the sender's own directory; empty when the system itself asks
 * @param role the role in which the user asks; may be empty
 * @param caseId the case under which the user asks; may be empty
 * @param rows how many children are asked about at once
 */
public record Request(
        SystemId sender, String purpose, boolean purposeHasPlace, String user, String role, String caseId, int rows) {
    /** {@code user@organisation/system}, or the system when no user is named. */
    public String actor() {
        return user.isEmpty() ? sender.toString() : user + "@" + sender;
    }

    /** Nobody asks: the provider sends what the agreement lets it send. */
    public static Request bySystem(SystemId sender) {
        return new Request(sender, "", false, "", "", "", 1);
    }
}
