package org.emishub.security.anomaly;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Locale;

/**
 * One rule, as its file says it.
 *
 * @param name by which findings are known
 * @param times how many there must be of what it counts
 * @param within in which time
 * @param from when the night begins, for {@link Kind#LOOKS_AT_NIGHT}; else midnight, as {@code to}
 * @param systems whether systems that ask by themselves count beside people
 * @param why the sentence for the auditor; {@code {found}} and {@code {within}} are filled in
 */
public record AnomalyRule(
        String name, Kind kind, int times, Duration within, LocalTime from, LocalTime to, boolean systems, String why) {

    /** What a rule can count; a closed list, each implemented once. */
    public enum Kind {
        CHILDREN_BY_ONE_ACTOR,
        LOOKS_AT_NIGHT,
        REFUSALS_WITHOUT_CASE,
        CHILDREN_OF_OWN_SURNAME,
        DISTRICTS_BY_ONE_ACTOR,
        ACTORS_BY_ONE_CHILD;

        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether what it finds is about a child, and else about an actor. */
    public boolean aboutChild() {
        return kind == Kind.ACTORS_BY_ONE_CHILD;
    }

    /** Whether a look is one that the rule counts. */
    boolean counts(Look look) {
        return (systems || look.byPerson())
                && switch (kind) {
                    case CHILDREN_BY_ONE_ACTOR, ACTORS_BY_ONE_CHILD ->
                        !look.refused() && !look.child().isEmpty();
                    case CHILDREN_OF_OWN_SURNAME -> look.signs().contains(Signs.OWN_SURNAME);
                    case DISTRICTS_BY_ONE_ACTOR -> !what(look).isEmpty();
                    case REFUSALS_WITHOUT_CASE -> look.refused() && look.code().equals("NO_CASE");
                    case LOOKS_AT_NIGHT -> atNight(look.at().atZone(look.zone()).toLocalTime());
                };
    }

    private boolean atNight(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** Whom a look counts for. */
    String subject(Look look) {
        return aboutChild() ? look.child() : look.actor();
    }

    /** What of it is counted, each once. */
    String what(Look look) {
        return switch (kind) {
            case CHILDREN_BY_ONE_ACTOR, CHILDREN_OF_OWN_SURNAME -> look.child();
            case ACTORS_BY_ONE_CHILD -> look.actor();
            case LOOKS_AT_NIGHT, REFUSALS_WITHOUT_CASE -> Long.toString(look.sequence());
            case DISTRICTS_BY_ONE_ACTOR ->
                look.signs().stream()
                        .filter(sign -> sign.startsWith(Signs.DISTRICT))
                        .findFirst()
                        .orElse("");
        };
    }

    String sentence(int found) {
        return why.replace("{found}", Integer.toString(found)).replace("{within}", words(within));
    }

    private static String words(Duration time) {
        if (time.toHours() > 0 && time.toMinutesPart() == 0) {
            return time.toHours() == 1 ? "an hour" : time.toHours() + " hours";
        }
        return time.toMinutes() + " minutes";
    }
}
