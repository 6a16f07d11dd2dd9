package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.facts.StoredFacts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** "No such child" and "not allowed" take the same time: a measurer with both kinds of answers before it cannot tell them apart. */
@Tag("volume")
class AnswerTimeTest {
    private static final int PERCENT = Integer.getInteger("emishub.volume", 1);
    /** Fewer could not tell a difference from chance. */
    private static final int LEAST = 400;

    private static final int REQUESTS = Math.max(LEAST, 100 * PERCENT);
    private static final int AT_A_TIME = 16;
    /** As it is shipped; a short run, beside whatever else a build does, has one that no answer outlasts because the machine is busy. */
    private static final String SLOT = PERCENT < 10 ? "1s" : "250ms";

    private static final int CHILDREN = 50;
    private static final double MARGIN = 0.03;
    private static final String HEALTH = "health.enrolment-check";
    private static final String CASE = "C-1";
    private static final String WORKER = "m.sharifova";

    @TempDir
    static Path data;

    private static Sandbox sandbox;
    private static List<String> known;

    @BeforeAll
    static void start_a_hub() throws IOException {
        sandbox = start(Map.of("HUB_DATA", Seeded.data(data.resolve("data")).toString()));
        known = sandbox.country()
                .children()
                .flatMap(child -> child.asEmis().flatMap(view -> view.nationalId()).stream())
                .limit(CHILDREN)
                .toList();
    }

    private static Sandbox start(Map<String, String> also) throws IOException {
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_AGREEMENTS", withoutDailyLimits().toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "1000");
        settings.put("HUB_LIMITS_NO_DATA_AFTER", SLOT);
        settings.putAll(also);
        return Sandbox.start(HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings));
    }

    private static Path withoutDailyLimits() throws IOException {
        Path folder = Files.createDirectories(data.resolve("agreements"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("emishub.root"), "routes", "agreements"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                String text = Files.readString(file).replaceAll("perDay: [0-9]+", "perDay: 1000000");
                Files.writeString(folder.resolve(file.getFileName()), text);
            }
        }
        return folder;
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void a_sealed_child_looks_like_one_that_the_health_register_does_not_know() throws Exception {
        known.forEach(facts(sandbox)::seal);
        try {
            assertCannotBeTold(auc(Invented.SCHOOLS, HEALTH, AnswerTimeTest::ofKnown, AnswerTimeTest::ofUnknown));
        } finally {
            known.forEach(facts(sandbox)::unseal);
        }
    }

    /** The control: the same questions to a hub that holds nothing back are told apart, so that the test would see it. */
    @Test
    void without_slots_a_sealed_child_is_told_from_one_that_nobody_knows() throws Exception {
        Map<String, String> open =
                Map.of("HUB_DATA", Seeded.data(data.resolve("open")).toString(), "HUB_LIMITS_NO_DATA_AFTER", "1ms");
        Sandbox slotted = sandbox;
        sandbox = start(open);
        try {
            known.forEach(facts(sandbox)::seal);
            double auc = auc(Invented.SCHOOLS, HEALTH, AnswerTimeTest::ofKnown, AnswerTimeTest::ofUnknown);
            assertThat(Math.abs(auc - 0.5)).isGreaterThan(MARGIN);
        } finally {
            sandbox.close();
            sandbox = slotted;
        }
    }

    private static JsonNode ofKnown(int number) {
        return question(known.get(number % CHILDREN), "school nurse", "", "PUBHLTH");
    }

    private static JsonNode ofUnknown(int number) {
        return question(unknown(number), "school nurse", "", "PUBHLTH");
    }

    @Test
    void a_child_without_a_case_looks_like_one_that_the_school_register_does_not_know() throws Exception {
        for (int number = 0; number < CHILDREN; number++) {
            facts(sandbox).openCase(CASE, WORKER + "@" + Invented.CASEWORK.id(), unknown(number), Instant.now());
        }
        assertCannotBeTold(auc(
                Invented.CASEWORK,
                "needs.enrolment",
                number -> question(known.get(number % CHILDREN), "social worker", CASE, "CAREMGT"),
                number -> question(unknown(number), "social worker", CASE, "CAREMGT")));
    }

    private static StoredFacts facts(Sandbox of) {
        return of.hub().part(HubRoutes.class).facts();
    }

    private static String unknown(int number) {
        return String.format(Locale.ROOT, "9%012d", 777_000 + number % CHILDREN);
    }

    private static ObjectNode question(String child, String role, String caseId, String purpose) {
        ObjectNode content = JsonMapper.shared().createObjectNode().put("purpose", purpose);
        content.putObject("subject").put("child.id", child);
        content.putObject("asker").put("user", WORKER).put("role", role).put("case", caseId);
        return content;
    }

    @FunctionalInterface
    private interface Questions {
        JsonNode of(int number);
    }

    private record Timed(boolean first, long nanos, String refusal) {}

    private static void assertCannotBeTold(double auc) {
        // Four standard errors of the AUC of two samples that are alike (Hanley and McNeil 1982): chance alone stays
        // within.
        double chance = 4 * Math.sqrt((REQUESTS + 1) / (3.0 * REQUESTS * REQUESTS));
        assertThat(auc).isBetween(0.5 - Math.max(MARGIN, chance), 0.5 + Math.max(MARGIN, chance));
    }

    private static double auc(Invented member, String agreement, Questions first, Questions second) throws Exception {
        HubProtocolClient client = sandbox.clients().hubProtocol(member);
        ask(client, agreement, first, second, AT_A_TIME * 4);
        List<Timed> all = ask(client, agreement, first, second, REQUESTS);
        assertThat(all).extracting(Timed::refusal).containsOnly("NO_DATA");
        double auc = auc(
                all.stream().filter(Timed::first).mapToLong(Timed::nanos).toArray(),
                all.stream().filter(one -> !one.first()).mapToLong(Timed::nanos).toArray());
        System.out.printf(
                Locale.ROOT,
                "privacy: %s, no data after %s: %d interleaved refusals, ROC AUC of their times %.3f%n",
                agreement,
                sandbox.config().delivery().noDataAfter(),
                REQUESTS,
                auc);
        return auc;
    }

    private static List<Timed> ask(
            HubProtocolClient client, String agreement, Questions first, Questions second, int requests)
            throws Exception {
        List<Boolean> order = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            order.add(i % 2 == 0);
        }
        Collections.shuffle(order, new Random(1));
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<Timed>> futures = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int number = i;
                boolean isFirst = order.get(i);
                futures.add(
                        pool.submit(() -> timed(client, agreement, isFirst, (isFirst ? first : second).of(number))));
            }
            List<Timed> all = new ArrayList<>();
            for (Future<Timed> future : futures) {
                all.add(future.get());
            }
            return all;
        } finally {
            pool.shutdown();
        }
    }

    private static Timed timed(HubProtocolClient client, String agreement, boolean first, JsonNode question) {
        String id = java.util.UUID.randomUUID().toString();
        byte[] sealed = client.seal(id, agreement, "query", question);
        long began = System.nanoTime();
        HubProtocolClient.Answer answer = client.post(id, sealed);
        return new Timed(first, System.nanoTime() - began, answer.refusal());
    }

    /** The chance that one of the first took longer than one of the second, ties counted half (Mann and Whitney). */
    private static double auc(long[] first, long[] second) {
        long[] sorted = second.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (long one : first) {
            int low = 0;
            while (low < sorted.length && sorted[low] < one) {
                low++;
            }
            int ties = 0;
            while (low + ties < sorted.length && sorted[low + ties] == one) {
                ties++;
            }
            sum += low + ties / 2.0;
        }
        return sum / ((double) first.length * second.length);
    }

    @Test
    void the_measure_tells_what_differs() {
        assertThat(auc(new long[] {1, 2, 3}, new long[] {4, 5, 6})).isZero();
        assertThat(auc(new long[] {4, 5, 6}, new long[] {1, 2, 3})).isEqualTo(1);
        assertThat(auc(new long[] {1, 2}, new long[] {1, 2})).isEqualTo(0.5);
    }
}
