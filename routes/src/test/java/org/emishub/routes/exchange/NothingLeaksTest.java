package org.emishub.routes.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;

/** Random records under random agreements: what is not allowed is found nowhere, and what is allowed only where it was sent. */
class NothingLeaksTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final List<String> TEXTS = FieldCatalogue.standard().fields().stream()
            .filter(field -> field.type() == FieldType.TEXT && !field.repeats())
            .map(Field::path)
            .toList();

    private static Path folder;
    private static TestProvider emis;
    private static TestReceiver health;
    private static World world;

    @BeforeContainer
    static void aWorld() throws IOException {
        folder = Files.createTempDirectory("leaks");
        emis = new TestProvider();
        health = new TestReceiver();
        world = new World(
                folder,
                List.of(
                        ConnectedSystem.of(EMIS).answering(emis),
                        ConnectedSystem.of(HEALTH).receiving(health.ofRecords())),
                agreement("leaks.query", "query", "education/schools", Set.of("child.familyName")),
                agreement("leaks.event", "event", HEALTH.toString(), Set.of("child.familyName")));
    }

    @AfterContainer
    static void end() throws IOException {
        if (world != null) {
            world.close();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static TestAgreement agreement(String id, String exchange, String client, Set<String> allowed) {
        String list =
                allowed.stream().sorted().map(path -> path + ": as is").collect(Collectors.joining(", ", "{ ", " }"));
        TestAgreement agreement = TestAgreement.of(id, exchange, EMIS.toString(), client, "everything")
                .with("specialCategory", "A law, art. 9")
                .with("discloses", list);
        return exchange.equals("query") ? agreement.with("asks", "{ child.id: as is }") : agreement;
    }

    @Provide
    Arbitrary<Set<String>> allowed() {
        return Arbitraries.of(TEXTS).set().ofMinSize(1).ofMaxSize(TEXTS.size());
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void what_is_not_allowed_is_nowhere(@ForAll("allowed") Set<String> allowed) throws IOException {
        world.agree(
                agreement("leaks.query", "query", "education/schools", allowed),
                agreement("leaks.event", "event", HEALTH.toString(), allowed));
        String child = UUID.randomUUID().toString();
        Map<String, String> planted = new TreeMap<>();
        TEXTS.forEach(path -> planted.put(path, "планта-" + UUID.randomUUID()));
        ChildRecord record = ChildRecord.from(EMIS.toString(), DAY)
                .put("child.id", child)
                .putAll(planted)
                .build();
        emis.knows(record);

        String answered = ask(child);
        String delivered = deliver(child, record, planted);

        planted.forEach((path, value) -> {
            assertThat(answered.contains(value)).as("answer: " + path).isEqualTo(allowed.contains(path));
            assertThat(delivered.contains(value)).as("delivery: " + path).isEqualTo(allowed.contains(path));
        });
        String hash = Sha256.hex(payload(child, planted));
        planted.put("child.id", child);
        String kept = everythingKept();
        assertThat(kept.contains(hash))
                .as("hash of the payload, by which it could be guessed")
                .isFalse();
        assertThat(kept.contains("eyJhbGciOi"))
                .as("a signature in clear, which holds that hash")
                .isFalse();
        planted.forEach((path, value) -> {
            assertThat(kept.contains(value)).as("in clear: " + path).isFalse();
            assertThat(kept.contains(HexFormat.of().formatHex(value.getBytes(UTF_8))))
                    .as("in clear, as bytes: " + path)
                    .isFalse();
        });
    }

    private static String ask(String child) {
        var question = World.question(child);
        question.withObject("subject").put("child.givenName", "not for the provider");
        byte[] sealed = world.seal(World.SCHOOLS, World.id(), "leaks.query", "query", question);
        HubReply.Sealed reply = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
        assertThat(emis.asked.get(emis.asked.size() - 1).subject().fields()).containsOnlyKeys("child.id");
        return world.open(World.SCHOOLS, reply.jose()).content().toString();
    }

    private static String deliver(String child, ChildRecord record, Map<String, String> planted) {
        int before = health.taken.size();
        byte[] payload = payload(child, planted);
        world.hub.gateway().accept(new NativeEvent(EMIS, World.id(), payload, "everything", record));
        await().until(() -> health.taken.size() > before);
        String delivered = String.join("\\n", health.taken.values());
        health.taken.clear();
        return delivered;
    }

    private static byte[] payload(String child, Map<String, String> planted) {
        return World.utf8(child + planted);
    }

    /** Every row of every table as text (bytes as hex), and every byte the broker has written. */
    private static String everythingKept() {
        StringBuilder all = new StringBuilder();
        for (Object table :
                world.column("select table_name::text from information_schema.tables where table_schema = 'public'")) {
            world.column("select t::text from " + table + " t").forEach(all::append);
        }
        world.brokerFiles()
                .forEach(bytes -> all.append(new String(bytes, UTF_8)).append(new String(bytes, ISO_8859_1)));
        return all.toString();
    }
}
