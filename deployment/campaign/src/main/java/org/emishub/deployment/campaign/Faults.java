package org.emishub.deployment.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.emishub.deployment.campaign.fault.CutPower;
import org.emishub.deployment.campaign.fault.Disturb;
import org.emishub.deployment.campaign.fault.Fault;
import org.emishub.deployment.campaign.fault.FillDisk;
import org.emishub.deployment.campaign.fault.FlipBits;
import org.emishub.deployment.campaign.fault.Kill;
import org.emishub.deployment.campaign.fault.LoseFolder;
import org.emishub.deployment.campaign.fault.MoveClock;
import org.emishub.deployment.campaign.fault.Pause;
import org.emishub.deployment.campaign.fault.Plan;
import org.emishub.deployment.campaign.fault.Plan.Charge;
import org.emishub.deployment.campaign.fault.Planned;
import org.emishub.deployment.campaign.fault.Trouble;
import org.emishub.deployment.campaign.load.Agreed;
import org.emishub.deployment.campaign.load.Behaviour;

/** What strikes a site, how often, and how each fault is made. */
record Faults(Site site, Random random) {
    private static final String TROUBLE = "net-";
    private static final String BEHAVIOUR = "habits-";
    private static final String CLOCK = "clock-2";

    /** For ten minutes: what issue and manual promise, and a little more where one may be missed. */
    static List<Plan> plans(List<String> skipped) {
        List<Plan> plans = new ArrayList<>(List.of(
                new Plan(
                        "node-1", Charge.of("kill", 7), Charge.of("pause", 2, 6).perhaps()),
                new Plan(
                        "node-2",
                        Charge.of("kill", 7),
                        Charge.of("pause", 1, 20).perhaps()),
                new Plan(
                        Site.BROKER,
                        Charge.of("kill", 13),
                        Charge.of("lose", 3),
                        Charge.of("pause", 1, 6).perhaps(),
                        Charge.of("flip", 1).perhaps()),
                new Plan(
                        Site.DATABASE,
                        Charge.of("kill", 13),
                        Charge.of("pause", 2, 5).perhaps()),
                new Plan("net-node-1", troubles(true)),
                new Plan("net-node-2", troubles(true)),
                new Plan(Network.TO_DATABASE, troubles(false)),
                new Plan(Network.TO_BROKER, troubles(false))));
        for (String receiver : working()) {
            plans.add(new Plan(
                    "receiver-" + receiver.replace('/', '.'),
                    Charge.of("kill", 5),
                    Charge.of("pause", 1, 8).perhaps()));
            plans.add(new Plan(BEHAVIOUR + receiver, behaviours()));
            plans.add(new Plan(TROUBLE + receiver, troubles(true)));
        }
        if (Faketime.library().isPresent()) {
            plans.add(new Plan(
                    CLOCK,
                    Charge.of("+7m", 2, 10).perhaps(),
                    Charge.of("-7m", 2, 10).perhaps(),
                    Charge.of("+30d", 1, 8).perhaps()));
        }
        disk(skipped, plans);
        return plans;
    }

    private static void disk(List<String> skipped, List<Plan> plans) {
        List<Charge> charges = new ArrayList<>();
        if (skipped.stream().noneMatch(s -> s.startsWith("full disks"))) {
            charges.add(Charge.of("fill", 2, 6));
        }
        if (skipped.stream().noneMatch(s -> s.startsWith("power cuts"))) {
            charges.add(Charge.of("cut", 3));
        }
        if (!charges.isEmpty()) {
            plans.add(new Plan("disk", charges));
        }
    }

    /** The receivers that behave when they are not told otherwise. */
    static List<String> working() {
        return Agreed.receivers().stream()
                .filter(r -> !r.equals(Agreed.ALWAYS_FAILS) && !r.equals(Agreed.ALWAYS_REJECTS))
                .toList();
    }

    /** What has no signature of its own, the database's protocol, is not corrupted: nobody promises to notice. */
    private static List<Charge> troubles(boolean signed) {
        List<Charge> charges = new ArrayList<>(
                List.of(charge(Trouble.LATENCY, 2, 8), charge(Trouble.RESET, 3, 2), charge(Trouble.SILENCE, 1, 6)));
        if (signed) {
            charges.add(charge(Trouble.HALF_CLOSE, 2, 3));
            charges.add(charge(Trouble.CORRUPTION, 2, 4));
        }
        return charges;
    }

    private static Charge charge(Trouble trouble, int times, int seconds) {
        return Charge.of(trouble.name().toLowerCase(Locale.ROOT), times, seconds)
                .perhaps();
    }

    private static List<Charge> behaviours() {
        List<Charge> charges = new ArrayList<>();
        for (Behaviour behaviour : Behaviour.values()) {
            if (behaviour != Behaviour.NORMAL && behaviour != Behaviour.HTTP_400) {
                charges.add(Charge.of(behaviour.word(), 2, 5).perhaps());
            }
        }
        return charges;
    }

    Fault of(Planned planned) {
        String target = planned.target();
        String fault = planned.fault();
        if (target.startsWith(TROUBLE)) {
            return new Disturb(site.network.stretch(target), Trouble.valueOf(fault.toUpperCase(Locale.ROOT)));
        }
        if (target.startsWith(BEHAVIOUR)) {
            return new Misbehave(site.layout.behaviour(target.substring(BEHAVIOUR.length())), behaviour(fault));
        }
        return switch (fault) {
            case "kill" -> new Kill(site.process(target));
            case "pause" -> new Pause(site.process(target));
            case "lose" -> new LoseFolder(site.process(target), site.layout.broker());
            case "flip" -> new FlipBits(site.process(target), site.layout.broker(), random);
            case "fill" -> new FillDisk(site.disk);
            case "cut" -> new CutPower(site.disk, site.onDisk());
            default -> new MoveClock(site.layout.outside().resolve(target), fault);
        };
    }

    private static Behaviour behaviour(String word) {
        return Behaviour.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
