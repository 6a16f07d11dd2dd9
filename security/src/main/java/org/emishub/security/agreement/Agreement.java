package org.emishub.security.agreement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
 * @param withholds what was asked for and refused, with the reason, by catalogue path or whole group ({@code disability.*}), in file order
 * @param onlyFor the {@link NamedCheck} that a child must pass
 * @param table disclosure control, for statistics only
 * @param visibleToChild whether the child's own log shows these exchanges now; else {@code terms().hidden()} says until when
 * @param terms what the parties agreed beside the exchange itself, for the register
 * @param bundleHash lower-case hex SHA-256 of the file's bytes
 * @param supersedes the version of the same id that this one ends on its first day
 * @param dpvPurpose a purpose of the W3C Data Privacy Vocabulary, for export
 * @param sealed the kinds of sealed children that may be told of all the same, and the catalogue paths left out of them
 * @param extract disclosure control of a set of records, for batches only
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
        Terms terms,
        String bundleHash,
        Optional<Integer> supersedes,
        Optional<String> dpvPurpose,
        Map<Seal, Set<String>> sealed,
        Optional<ExtractRule> extract) {
    public Agreement {
        asks = Collections.unmodifiableMap(new LinkedHashMap<>(asks));
        discloses = Collections.unmodifiableMap(new LinkedHashMap<>(discloses));
        withholds = Collections.unmodifiableMap(new LinkedHashMap<>(withholds));
        sealed = Map.copyOf(sealed);
    }

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
    public record AskerRule(boolean namedUser, Set<String> roles, boolean caseRequired) {
        public AskerRule {
            roles = Collections.unmodifiableSet(new LinkedHashSet<>(roles));
        }
    }

    /**
     * Whether consent is needed.
     *
     * @param of who gives it ({@code guardian}); empty when none is needed
     * @param childFrom the age in years from which the child gives it too; 0 when never
     * @param withdrawalStopsQueued whether a withdrawal stops what is accepted but not delivered
     * @param takenFrom systems that may hand in what families say; from no other is it taken over the wire
     */
    public record ConsentRule(
            boolean needed, String of, int childFrom, boolean withdrawalStopsQueued, Set<SystemId> takenFrom) {
        public ConsentRule {
            takenFrom = Collections.unmodifiableSet(new LinkedHashSet<>(takenFrom));
        }
    }

    /** Quotas. */
    public record Limits(int perDay, int perRequest) {}

    /**
     * What the parties agreed beside the exchange itself.
     *
     * @param hidden until when and why the child's own log does not show these exchanges
     * @param translates ids of the agreements whose pseudonyms may be turned into this one's
     * @param signed names of the detached CMS signatures over the file
     */
    public record Terms(
            BreakGlass breakGlass,
            String hubRetention,
            String crossBorder,
            String onward,
            Incident incident,
            Optional<Hidden> hidden,
            Set<String> translates,
            List<String> signed) {
        public Terms {
            translates = Collections.unmodifiableSet(new LinkedHashSet<>(translates));
            signed = List.copyOf(signed);
        }
    }

    /**
     * Whether a user may look without the mandate this agreement asks for, and who reviews it.
     *
     * @param minutes how long it lasts; 0 when not allowed
     * @param within how long after it the review is due; zero when not allowed
     */
    public record BreakGlass(boolean allowed, List<String> reasons, int minutes, String reviewer, Duration within) {
        public static final BreakGlass NEVER = new BreakGlass(false, List.of(), 0, "", Duration.ZERO);

        public BreakGlass {
            reasons = List.copyOf(reasons);
        }
    }

    /** Whom to tell of a breach, and within how many hours. */
    public record Incident(String contact, int hours) {}

    /** Until when and on which ground the child is not shown an exchange. */
    public record Hidden(LocalDate until, String ground) {}

    public AgreementRef ref() {
        return new AgreementRef(id, version, bundleHash);
    }

    /** Whether the instant lies in the agreement's days, in its own time zone; both days are included. */
    public boolean inForceAt(Instant instant) {
        LocalDate day = instant.atZone(timeZone).toLocalDate();
        return !day.isBefore(firstDay) && !day.isAfter(lastDay);
    }

    /** Why the field is withheld, when the agreement says so of it or of its whole group. */
    public Optional<String> reasonToWithhold(String cataloguePath) {
        String reason = withholds.get(cataloguePath);
        return Optional.ofNullable(
                reason != null
                        ? reason
                        : withholds.get(cataloguePath.substring(0, cataloguePath.indexOf('.') + 1) + "*"));
    }

    /** {@code 2026-09-01 .. 2027-08-31}, as the file writes it. */
    public String days() {
        return firstDay + " .. " + lastDay;
    }
}
