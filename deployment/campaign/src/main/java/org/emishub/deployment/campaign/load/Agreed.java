package org.emishub.deployment.campaign.load;

import java.util.List;

/**
 * The campaign's agreements, each about events: every way for a message to end is somebody's habit.
 *
 * @param id as its file is named
 * @param sender the provider whose door it is
 * @param about the record part; a door is a sender and a record part
 * @param receiver the client
 */
public record Agreed(String id, String sender, String about, String receiver) {
    /** Answers every message with HTTP 400: its letters are dead at the first attempt. */
    public static final String ALWAYS_REJECTS = "archive/records";
    /** Answers every message with HTTP 500: its letters are dead or expire. */
    public static final String ALWAYS_FAILS = "labour/office";

    /** All of them. One door has two. */
    public static final List<Agreed> ALL = List.of(
            new Agreed("campaign.enrolled-health", "education/schools", "enrolment", "health/register"),
            new Agreed("campaign.enrolled-social", "education/schools", "enrolment", "social/register"),
            new Agreed("campaign.seen-civil", "health/clinics", "visit", "civil/register"),
            new Agreed("campaign.born-health", "health/clinics", "birth", "health/register"),
            new Agreed("campaign.moved-civil", "social/cases", "residence", "civil/register"),
            new Agreed("campaign.moved-social", "social/cases", "residence", "social/register"),
            new Agreed("campaign.filed-archive", "social/cases", "file", ALWAYS_REJECTS),
            new Agreed("campaign.vacancy-labour", "social/cases", "vacancy", ALWAYS_FAILS));

    /** Those whose letters end within seconds: delivered, or dead at the first attempt. */
    public static List<Agreed> quick() {
        return ALL.stream().filter(one -> !one.receiver().equals(ALWAYS_FAILS)).toList();
    }

    /** Everybody who sends. */
    public static List<String> senders() {
        return ALL.stream().map(Agreed::sender).distinct().toList();
    }

    /** Everybody who receives, in the order in which their ports are given. */
    public static List<String> receivers() {
        return List.of("health/register", "social/register", "civil/register", ALWAYS_REJECTS, ALWAYS_FAILS);
    }

    /** The agreements behind a door. */
    public static List<Agreed> behind(String sender, String about) {
        return ALL.stream()
                .filter(one -> one.sender().equals(sender) && one.about().equals(about))
                .toList();
    }

    /** The agreement's file. */
    String yaml() {
        return """
                agreement: %s
                version: 1
                country: TJ
                timeZone: Asia/Dushanbe
                title: Campaign, %s of %s
                provider: %s
                client: %s
                exchange: event
                about: %s
                purpose: Prove that nothing is lost and nothing happens twice
                purposeOfUse: PUBHLTH
                lawfulBasis: legal_obligation
                law: None, its children are invented
                specialCategory: none
                assessment: CAMPAIGN
                inForce: 2020-01-01 .. 2099-12-31
                reviewBy: 2099-01-01
                asker: { who: organisation }
                consent: { needed: false }
                breakGlass: { allowed: false }
                limits: { perDay: 100000000, perRequest: 1 }
                discloses:
                  child.id: as is
                  child.familyName: as is
                  enrolment.schoolName: as is
                  enrolment.className: as is
                withholds:
                  child.address: Nobody needs it to be convinced
                visibleToChild: true
                retention: { hub: 24h after receipt, client: until the campaign ends }
                crossBorder: none
                onward: forbidden
                incident: { contact: dpo@campaign.example, hours: 24 }
                signed: [%s, %s]
                """
                .formatted(
                        id, about, sender, sender, receiver, about, signature(Parties.GIVES), signature(Parties.TAKES));
    }

    /** The file of a side's signature. */
    String signature(String side) {
        return id + "." + side + ".p7s";
    }
}
