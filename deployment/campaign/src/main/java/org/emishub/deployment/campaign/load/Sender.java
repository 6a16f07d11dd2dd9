package org.emishub.deployment.campaign.load;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** One thread of a sender: tells facts about its own children, one after the other, and repeats each until it knows what became of it. */
final class Sender {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final List<Fact.Flaw> FLAWS =
            List.of(Fact.Flaw.WRONG_AGREEMENT, Fact.Flaw.UNKNOWN_FIELD, Fact.Flaw.NO_CHILD, Fact.Flaw.NOTHING_AGREED);
    private static final int REMEMBERED = 300;
    private static final int AN_HOUR = 3_600;
    private static final int MOST_DOUBTS = 60;
    /** Said of bytes that were damaged on their way as well as of bad messages: whoever knows that they were good sends them again. */
    private static final Set<String> DOUBTFUL =
            Set.of("", "MALFORMED", "BAD_SIGNATURE", "NOT_FOR_US", "UNKNOWN_MEMBER", "TOO_LARGE", "EXPIRED");

    private final String name;
    private final Jose.Own own;
    private final Jose.To hub;
    private final HubDoor door;
    private final Journal journal;
    private final Random random;
    private final BooleanSupplier mayGoOn;
    private final List<Child> children;
    private final Deque<Fact> accepted = new ArrayDeque<>();
    private final Map<String, Boolean> ledger;
    private int made;

    /** A child and what was last told of it. */
    private static final class Child {
        private final String number;
        private final Agreed agreed;
        private int version;
        private LocalDate asOf = FIRST_DAY;
        private long issuedAt;

        Child(String number, Agreed agreed) {
            this.number = number;
            this.agreed = agreed;
        }
    }

    /**
     * One thread.
     *
     * @param name of this thread, part of every id it gives
     * @param waiting gets the id of every message that was accepted
     * @param mayGoOn false when it should give up what it has not heard of
     */
    Sender(
            String system,
            String name,
            Parties parties,
            HubDoor door,
            Journal journal,
            Random random,
            int children,
            List<Agreed> agreements,
            Map<String, Boolean> waiting,
            BooleanSupplier mayGoOn) {
        this.name = name;
        this.own = parties.own(system);
        this.hub = parties.hub();
        this.door = door;
        this.journal = journal;
        this.random = random;
        this.ledger = waiting;
        this.mayGoOn = mayGoOn;
        this.children = IntStream.range(0, children)
                .mapToObj(i -> new Child("%s-%03d".formatted(name, i), habit(agreements, i)))
                .toList();
    }

    static Map<String, Boolean> waiting() {
        return new ConcurrentHashMap<>();
    }

    /** Most children go through doors whose receivers work; of every ten, one to each that does not. */
    private static Agreed habit(List<Agreed> agreements, int child) {
        List<Agreed> bad = agreements.stream().filter(Sender::fails).toList();
        List<Agreed> good = agreements.stream().filter(one -> !fails(one)).toList();
        return child % 10 < bad.size() ? bad.get(child % 10) : good.get(child % good.size());
    }

    private static boolean fails(Agreed agreed) {
        return agreed.receiver().equals(Agreed.ALWAYS_FAILS)
                || agreed.receiver().equals(Agreed.ALWAYS_REJECTS);
    }

    /** One message of some kind, until it is known what became of it. */
    void tell() throws InterruptedException {
        int dice = random.nextInt(100);
        Child child = children.get(random.nextInt(children.size()));
        if (dice < 5 && !accepted.isEmpty()) {
            send(remembered(), "again");
        } else if (dice < 8 && !accepted.isEmpty()) {
            replay(remembered(), child);
        } else if (dice < 12 && child.version > 0) {
            older(child);
        } else if (dice < 16) {
            refusable(child);
        } else {
            next(child);
        }
    }

    private Fact remembered() {
        return accepted.stream()
                .skip(random.nextInt(accepted.size()))
                .findFirst()
                .orElseThrow();
    }

    private void next(Child child) throws InterruptedException {
        child.version++;
        child.asOf = FIRST_DAY.plusDays(child.version / 2);
        child.issuedAt = Math.max(child.issuedAt, System.currentTimeMillis() / 1000);
        Fact.When when = new Fact.When(child.asOf, child.issuedAt, child.version);
        Fact fact = make(child, "fact", Fact.Flaw.NONE, when);
        if (send(fact, "first")) {
            accepted.addLast(fact);
            if (accepted.size() > REMEMBERED) {
                accepted.removeFirst();
            }
        }
    }

    /** Another content under an id that was used. */
    private void replay(Fact before, Child child) throws InterruptedException {
        Fact.When when = new Fact.When(before.asOf(), System.currentTimeMillis() / 1000, before.version() + 1_000_000);
        send(Fact.make(before.id(), child.agreed, child.number, "replay", Fact.Flaw.NONE, when, own, hub), "first");
    }

    /** A fact from before the last one, told after it. */
    private void older(Child child) throws InterruptedException {
        boolean byDay = random.nextBoolean();
        Fact.When when = new Fact.When(
                byDay ? child.asOf.minusDays(1) : child.asOf, child.issuedAt - AN_HOUR, child.version + 2_000_000);
        send(make(child, "older", Fact.Flaw.NONE, when), "first");
    }

    private void refusable(Child child) throws InterruptedException {
        Fact.Flaw flaw = FLAWS.get(random.nextInt(FLAWS.size()));
        Fact.When when = new Fact.When(child.asOf, System.currentTimeMillis() / 1000, 3_000_000);
        send(make(child, "refusable", flaw, when), "first");
    }

    private Fact make(Child child, String kind, Fact.Flaw flaw, Fact.When when) {
        String id = "%s-%06d".formatted(name, made++);
        return Fact.make(id, child.agreed, child.number, kind, flaw, when, own, hub);
    }

    /** The same bytes until there is an answer that ends it; true when that is a receipt. */
    private boolean send(Fact fact, String why) throws InterruptedException {
        int doubts = 0;
        for (int attempt = 1; mayGoOn.getAsBoolean(); attempt++) {
            journal.add(fact.line("ask", attempt).put("why", why));
            HubDoor.Answer answer = door.post(fact.sealed());
            boolean receipt = answer.status() == 200 && door.receipts(answer.text(), fact);
            journal.add(fact.line("answer", attempt)
                    .put("status", answer.status())
                    .put("code", answer.code())
                    .put("receipt", answer.text())
                    .put("valid", receipt));
            if (receipt) {
                ledger.putIfAbsent(fact.id(), false);
                return true;
            }
            boolean refused = answer.status() / 100 == 4 && answer.status() != 429 && answer.status() != 408;
            if (refused && (!DOUBTFUL.contains(answer.code()) || ++doubts > mostDoubts(fact))) {
                return false;
            }
            Thread.sleep(100 + random.nextInt(Math.min(1_500, 200 * attempt)));
        }
        journal.add(fact.line("given-up", 0));
        return false;
    }

    private static int mostDoubts(Fact fact) {
        return fact.kind().equals("refusable") ? 2 : MOST_DOUBTS;
    }
}
