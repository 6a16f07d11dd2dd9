package org.emishub.security.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.member.SystemId;

/**
 * One exchange agreement as its file says it; keys are the file's.
 *
 * @param id {@code sector.what}, unique
 * @param about the record part that is exchanged, one word with dashes; with the provider it names the door
 * @param asks what of the question the provider may be told (queries only)
 * @param discloses the allow-list, by catalogue path, in file order
 * @param withholds what was asked for and refused, with the reason
 * @param table disclosure control, for statistics only
 * @param bundleHash lower-case hex SHA-256 of the file's bytes
 */
public record Agreement(
        String id,
        int version,
        String country,
        ZoneId timeZone,
        String title,
        SystemId provider,
        SystemId client,
        Kind exchange,
        String about,
        String purpose,
        String purposeOfUse,
        LawfulBasis lawfulBasis,
        String law,
        Optional<String> specialCategory,
        String assessment,
        LocalDate firstDay,
        LocalDate lastDay,
        LocalDate reviewBy,
        Optional<String> onlyFor,
        AskerRule asker,
        ConsentRule consent,
        Limits limits,
        Map<String, Operation> asks,
        Map<String, Operation> discloses,
        Map<String, String> withholds,
        Optional<TableRule> table,
        boolean visibleToChild,
        String clientRetention,
        String bundleHash) {

    /** How the exchange runs. */
    public enum Kind {
        EVENT,
        QUERY,
        BATCH,
        STATISTIC
    }

    /** GDPR article 6, W3C DPV. */
    public enum LawfulBasis {
        LEGAL_OBLIGATION,
        PUBLIC_TASK,
        VITAL_INTEREST,
        CONSENT
    }

    /** Who may ask: a system, or a named user of it with one of the roles; and whether a case must be open. */
    public record AskerRule(boolean namedUser, Set<String> roles, boolean caseRequired) {}

    /** Whether consent is needed, and from which age the child gives it too. */
    public record ConsentRule(boolean needed, int childFrom) {}

    /** Quotas. */
    public record Limits(int perDay, int perRequest) {}

    /** Cells counting fewer children than {@code threshold} are suppressed. */
    public record TableRule(int threshold) {}

    public AgreementRef ref() {
        return new AgreementRef(id, version, bundleHash);
    }

    /** Whether the instant lies in the agreement's days, in its own time zone; both days are included. */
    public boolean inForceAt(Instant instant) {
        LocalDate day = instant.atZone(timeZone).toLocalDate();
        return !day.isBefore(firstDay) && !day.isAfter(lastDay);
    }
}
