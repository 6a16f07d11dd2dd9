package org.emishub.security.agreement;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.security.agreement.Agreement.BreakGlass;
import org.emishub.security.agreement.Agreement.ConsentRule;
import org.emishub.security.agreement.Agreement.LawfulBasis;
import org.emishub.security.member.SystemId;

/** How two agreements differ in the conditions under which something leaves, and in what else the parties agreed. */
final class TermChanges {
    private TermChanges() {}

    static void compare(Agreement before, Agreement after, AgreementDiff.Collected to) {
        parties(before, after, to);
        children(before, after, to);
        asker(before, after, to);
        consent(before.consent(), after.consent(), to);
        breakGlass(before.terms().breakGlass(), after.terms().breakGlass(), to);
        to.number("Limit a day", before.limits().perDay(), after.limits().perDay());
        to.number(
                "Limit a request", before.limits().perRequest(), after.limits().perRequest());
        control(before, after, to);
        onward(before, after, to);
        others(before, after, to);
    }

    private static void parties(Agreement before, Agreement after, AgreementDiff.Collected to) {
        another("Provider", before.provider(), after.provider(), to);
        another("Client", before.client(), after.client(), to);
        another("Exchange", before.exchange(), after.exchange(), to);
        another("Record part", before.about(), after.about(), to);
        to.term("First day in force", before.firstDay(), after.firstDay());
        if (!before.lastDay().equals(after.lastDay())) {
            (after.lastDay().isAfter(before.lastDay()) ? to.more : to.less)
                    .add("Last day in force: " + after.lastDay() + " instead of " + before.lastDay() + ".");
        }
    }

    /** Neither more nor less than before, but something that was not agreed. */
    private static void another(String what, Object before, Object after, AgreementDiff.Collected to) {
        if (!before.equals(after)) {
            to.more.add(what + ": " + AgreementDiff.words(after) + " instead of " + AgreementDiff.words(before) + ".");
        }
    }

    private static void children(Agreement before, Agreement after, AgreementDiff.Collected to) {
        if (before.onlyFor().isPresent() && after.onlyFor().isPresent()) {
            another("Only for", before.onlyFor().get(), after.onlyFor().get(), to);
            return;
        }
        to.permission(
                before.onlyFor().isEmpty(),
                after.onlyFor().isEmpty(),
                "It is told of every child, no longer only of " + AgreementDiff.words(before.onlyFor()) + ".",
                "It is told only of " + AgreementDiff.words(after.onlyFor()) + ".");
    }

    private static void asker(Agreement before, Agreement after, AgreementDiff.Collected to) {
        to.permission(
                !before.asker().namedUser(),
                !after.asker().namedUser(),
                "Nobody has to be named who asks.",
                "A named user has to ask.");
        if (before.asker().namedUser() && after.asker().namedUser()) {
            to.set("Who may ask:", before.asker().roles(), after.asker().roles());
        }
        to.permission(
                !before.asker().caseRequired(),
                !after.asker().caseRequired(),
                "No open case is required any more.",
                "An open case is required.");
        boolean room = objectionCounts(before.lawfulBasis());
        to.permission(
                !room,
                !objectionCounts(after.lawfulBasis()),
                "Nobody may object any more, as the lawful basis leaves no room for it.",
                "A family may object.");
        to.term("Lawful basis", before.lawfulBasis(), after.lawfulBasis());
    }

    private static boolean objectionCounts(LawfulBasis basis) {
        return basis == LawfulBasis.PUBLIC_TASK || basis == LawfulBasis.CONSENT;
    }

    private static void consent(ConsentRule before, ConsentRule after, AgreementDiff.Collected to) {
        to.permission(
                !before.needed(),
                !after.needed(),
                "Consent is not needed any more.",
                "Consent is needed, of " + after.of() + ".");
        if (before.needed() && after.needed()) {
            if (before.childFrom() != after.childFrom()) {
                boolean later =
                        after.childFrom() == 0 || (before.childFrom() != 0 && after.childFrom() > before.childFrom());
                (later ? to.more : to.less)
                        .add("The child consents too: " + from(after) + " instead of " + from(before) + ".");
            }
            to.permission(
                    !before.withdrawalStopsQueued(),
                    !after.withdrawalStopsQueued(),
                    "A withdrawn consent does not stop what is queued.",
                    "A withdrawn consent stops what is queued.");
            to.set("A system that hands in consents:", names(before.takenFrom()), names(after.takenFrom()));
        }
    }

    private static Set<String> names(Set<SystemId> systems) {
        return systems.stream().map(SystemId::toString).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String from(ConsentRule rule) {
        return rule.childFrom() == 0 ? "never" : "from " + rule.childFrom() + " years";
    }

    private static void breakGlass(BreakGlass before, BreakGlass after, AgreementDiff.Collected to) {
        to.permission(
                before.allowed(),
                after.allowed(),
                "The glass may be broken (" + String.join(", ", after.reasons()) + ") for " + after.minutes()
                        + " minutes, reviewed by " + after.reviewer() + " within "
                        + after.within().toHours() + " hours.",
                "The glass may not be broken any more.");
        if (before.allowed() && after.allowed()) {
            to.set(
                    "A reason to break the glass:",
                    new LinkedHashSet<>(before.reasons()),
                    new LinkedHashSet<>(after.reasons()));
            to.number("Minutes of a broken glass", before.minutes(), after.minutes());
            to.term("Reviewer of a broken glass", before.reviewer(), after.reviewer());
            to.number(
                    "Hours until a broken glass is reviewed",
                    before.within().toHours(),
                    after.within().toHours());
        }
    }

    private static void control(Agreement before, Agreement after, AgreementDiff.Collected to) {
        int was = before.table().map(TableRule::threshold).orElse(0);
        int now = after.table().map(TableRule::threshold).orElse(0);
        if (was != now) {
            (now < was ? to.more : to.less)
                    .add("Counts below " + now + " are suppressed, instead of those below " + was + ".");
        } else {
            another("Disclosure control of the table", before.table(), after.table(), to);
        }
        another("Disclosure control of the records", before.extract(), after.extract(), to);
    }

    private static void onward(Agreement before, Agreement after, AgreementDiff.Collected to) {
        exception(
                "Other countries",
                "none",
                before.terms().crossBorder(),
                after.terms().crossBorder(),
                to);
        exception(
                "Passing on",
                "forbidden",
                before.terms().onward(),
                after.terms().onward(),
                to);
        to.set(
                "Pseudonyms turned into this agreement's: those of",
                before.terms().translates(),
                after.terms().translates());
    }

    private static void exception(String what, String no, String before, String after, AgreementDiff.Collected to) {
        if (!before.equals(after)) {
            String sentence = what + ": '" + after + "' instead of '" + before + "'.";
            (after.equals(no) ? to.less : to.more).add(sentence);
        }
    }

    private static void others(Agreement before, Agreement after, AgreementDiff.Collected to) {
        to.term("Title", before.title(), after.title());
        to.term("Purpose", before.purpose(), after.purpose());
        to.term("Purpose of use", before.purposeOfUse(), after.purposeOfUse());
        to.term("DPV purpose", before.dpvPurpose(), after.dpvPurpose());
        to.term("Law", before.law(), after.law());
        to.term("Article for special categories", before.specialCategory(), after.specialCategory());
        to.term("Assessment", before.assessment(), after.assessment());
        to.term("Country", before.country(), after.country());
        to.term("Time zone", before.timeZone(), after.timeZone());
        to.term("Review by", before.reviewBy(), after.reviewBy());
        to.term("Shown to the child", shown(before), shown(after));
        to.term("Kept by the hub", before.terms().hubRetention(), after.terms().hubRetention());
        to.term("Kept by the client", before.clientRetention(), after.clientRetention());
        to.term(
                "Incidents",
                before.terms().incident().contact() + " within "
                        + before.terms().incident().hours() + " hours",
                after.terms().incident().contact() + " within "
                        + after.terms().incident().hours() + " hours");
        to.term("Signatures", before.terms().signed(), after.terms().signed());
    }

    private static String shown(Agreement agreement) {
        return agreement
                .terms()
                .hidden()
                .map(hidden -> "not until " + hidden.until() + ": " + hidden.ground())
                .orElse("at once");
    }
}
