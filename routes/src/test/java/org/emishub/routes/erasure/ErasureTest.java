package org.emishub.routes.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.Letter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Keeper;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestReceiver;
import org.emishub.routes.world.World;
import org.emishub.security.erasure.ErasureReason;
import org.emishub.security.erasure.Tombstones;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildKey;
import org.emishub.security.vault.ChildVault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ErasureTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final SystemId HEALTH = SystemId.of("health/register");
    private static final String CHILD = "1234567890123";
    private static final String OTHER = "9876543210987";
    private static final String BY = "officer";

    @TempDir
    Path folder;

    private final TestReceiver health = new TestReceiver();
    private World world;
    private EntryReader entries;
    private Erasure erasure;
    private int number;

    @BeforeEach
    void aWorld() {
        world = new World(
                folder,
                List.of(ConnectedSystem.of(HEALTH).receiving(health.ofRecords())),
                TestAgreement.of("health.enrolled", "event", EMIS.toString(), HEALTH.toString(), "enrolment")
                        .with("discloses", "{ child.id: as is, enrolment.grade: as is }"));
        entries = new EntryReader(world.database, world.vault);
        erasure = world.hub.eraseWith(world.vault);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void enrolled(String child) {
        ChildRecord record = ChildRecord.from(
                        EMIS.toString(), LocalDate.of(2026, 9, 1).plusDays(number))
                .put("child.id", child)
                .put("enrolment.grade", "grade-4")
                .build();
        String id = "e-" + ++number;
        Acceptance accepted =
                world.hub.gateway().accept(new NativeEvent(EMIS, id, World.utf8(id + child), "enrolment", record));
        assertThat(accepted).isInstanceOf(Acceptance.Accepted.class);
    }

    private void delivered(int letters) {
        await().untilAsserted(() -> assertThat(world.column("select 1 from outbox where state = 'DELIVERED'"))
                .hasSize(letters));
    }

    private void facts(String child) {
        world.hub.facts().openCase("case-1", "worker@health/register", child, Instant.now());
        world.hub.facts().guardians().give("mother", child, Instant.EPOCH, Optional.empty(), BY);
        world.hub.facts().guardians().born(child, LocalDate.of(2016, 3, 4), BY);
        world.hub.facts().addToPopulation("open grant", java.util.stream.Stream.of(child));
    }

    private long rows(String table) {
        return (long) world.column("select count(*) from " + table).get(0);
    }

    private JsonNode newestLeaf() {
        List<JsonNode> leaves = world.leaves();
        return leaves.get(leaves.size() - 1);
    }

    @Test
    void makes_everything_about_a_child_unreadable_and_every_proof_stays_valid() throws SQLException {
        enrolled(CHILD);
        enrolled(OTHER);
        delivered(2);
        facts(CHILD);
        facts(OTHER);
        List<Entry> log = entries.ofChild(CHILD);
        int others = entries.ofChild(OTHER).size();
        assertThat(log).hasSizeGreaterThan(4);
        List<Object> leaves = world.column("select encode(leaf_hash, 'hex') from ledger_entry order by sequence");

        Erasure.Erased erased = erasure.erase(CHILD, ErasureReason.CONSENT_WITHDRAWN, BY);

        assertThat(erased.changed()).isTrue();
        assertThat(erased.keys()).hasSize(1);
        assertThat(erased.counts()).containsEntry("caseload", 1).containsEntry("guardianship", 1);
        assertThat(erased.counts()).containsEntry("birth_date", 1).containsEntry("population", 1);
        assertThat(log).allSatisfy(entry -> assertThatThrownBy(() -> entries.side(entry))
                .isInstanceOf(ChildVault.KeyDestroyed.class));
        assertThat(entries.ofChild(CHILD)).isEmpty();
        assertThat(entries.ofChild(OTHER)).hasSize(others);
        for (String table : List.of("caseload", "guardianship", "birth_date", "population")) {
            assertThat(rows(table)).as(table).isEqualTo(1);
        }
        assertThat(world.ledger.verify().problem()).isEmpty();
        assertThat(world.column("select encode(leaf_hash, 'hex') from ledger_entry order by sequence"))
                .startsWith(leaves.toArray());
    }

    @Test
    void leaves_a_tombstone_that_names_keys_and_why_and_nobody() throws SQLException {
        facts(CHILD);
        Entry entry = entries.ofChild(CHILD).get(0);

        Erasure.Erased erased = erasure.erase(CHILD, ErasureReason.COURT_ORDER, BY);

        JsonNode leaf = newestLeaf();
        assertThat(leaf.path("event").stringValue()).isEqualTo("ERASED");
        assertThat(leaf.path("rule").stringValue()).isEqualTo("COURT_ORDER");
        assertThat(leaf.path("child").stringValue()).isEmpty();
        assertThat(leaf.path("erased").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(
                        erased.keys().stream().map(ChildKey::name).toList());
        assertThat(leaf.toString()).doesNotContain(CHILD);
        assertThat(entries.side(entries.find(erased.sequence()).orElseThrow()).actor())
                .isEqualTo(BY);
        try (Connection connection = world.database.getConnection()) {
            assertThat(Tombstones.of(connection, entry.side()))
                    .hasValueSatisfying(stone -> assertThat(stone.sequence()).isEqualTo(erased.sequence()));
        }
        assertThat(world.column("select sealed from erasure")).containsOnlyNulls();
        assertThat(erasure.list(10)).singleElement().satisfies(one -> assertThat(one.reason())
                .isEqualTo(ErasureReason.COURT_ORDER));
    }

    @Test
    void says_that_nothing_is_kept_when_it_is_asked_again_or_of_nobody() {
        facts(CHILD);
        assertThat(erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY).changed()).isTrue();
        long size = world.ledger.size();

        assertThat(erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY).changed()).isFalse();
        assertThat(erasure.erase("nobody", ErasureReason.UNLAWFUL, BY).changed())
                .isFalse();

        assertThat(world.ledger.size()).isEqualTo(size);
        assertThat(rows("erasure")).isEqualTo(1);
    }

    @Test
    void ends_what_waits_for_its_recipient() {
        health.before = key -> {
            throw new SystemFault("UNREACHABLE", "away", true);
        };
        enrolled(CHILD);
        await().untilAsserted(() -> assertThat(world.column("select 1 from outbox where state = 'DEAD'"))
                .hasSize(1));

        erasure.erase(CHILD, ErasureReason.OBJECTION_UPHELD, BY);

        assertThat(world.column("select state || ' ' || reason from outbox")).containsExactly("REFUSED NO_DATA");
        assertThat(world.column("select payload from outbox")).containsOnlyNulls();
        assertThat(world.column("select order_key from outbox")).containsOnlyNulls();
        assertThat(world.column("select ciphertext from inbox")).containsOnlyNulls();
        assertThat(world.column("select sealed_receipt from inbox")).containsOnlyNulls();
        assertThat(world.entries()).contains("REFUSED NO_DATA");
    }

    @Test
    void waits_for_a_delivery_that_is_under_way() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        health.before = key -> {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        enrolled(CHILD);
        reached.await();
        Thread erasing = new Thread(() -> erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY));
        erasing.start();
        Thread.sleep(300);
        assertThat(erasing.isAlive()).isTrue();
        goOn.countDown();
        erasing.join();

        assertThat(world.column("select state from outbox")).containsExactly("DELIVERED");
        assertThat(world.column("select receipt from outbox")).containsOnlyNulls();
    }

    @Test
    void finishes_at_the_next_start_what_a_stop_left_half_done() throws SQLException {
        facts(CHILD);
        Keeper broken = child -> {
            throw new SQLException("stopped here");
        };
        world.hub.keeps(broken);
        assertThatThrownBy(() -> erasure.erase(CHILD, ErasureReason.LEGAL_DUTY, BY))
                .isInstanceOf(IllegalStateException.class);
        assertThat(entries.ofChild(CHILD)).isNotEmpty();

        world.shutDown();
        world.open();
        world.hub.eraseWith(world.vault);
        world.hub.start();

        await().untilAsserted(() -> assertThat(world.column("select 1 from erasure where finished_at is not null"))
                .hasSize(1));
        assertThat(entries.ofChild(CHILD)).isEmpty();
        assertThat(newestLeaf().path("rule").stringValue()).isEqualTo("LEGAL_DUTY");
    }

    @Test
    void tells_what_was_done_also_when_another_finished_it_in_between() {
        facts(CHILD);
        AtomicBoolean first = new AtomicBoolean(true);
        world.hub.keeps(child -> {
            if (first.getAndSet(false)) {
                erasure.finishAll();
            }
            return 0;
        });

        Erasure.Erased erased = erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY);

        assertThat(erased.changed()).isTrue();
        assertThat(newestLeaf().path("event").stringValue()).isEqualTo("ERASED");
        assertThat(erased.sequence()).isEqualTo(newestLeaf().path("sequence").longValue());
        assertThat(erased.keys()).hasSize(1);
        assertThat(erased.counts()).containsEntry("caseload", 1).containsEntry("birth_date", 1);
        assertThat(rows("erasure")).isEqualTo(1);
    }

    @Test
    void tells_all_that_was_deleted_also_when_another_is_just_at_it() throws Exception {
        facts(CHILD);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger kept = new AtomicInteger(2);
        world.hub.keeps(child -> {
            int deleted = kept.getAndSet(0);
            if (deleted > 0) {
                reached.countDown();
                awaited(goOn);
            }
            return deleted;
        });
        List<Erasure.Erased> told = new CopyOnWriteArrayList<>();
        Thread first = new Thread(() -> told.add(erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY)));
        Thread second = new Thread(() -> told.add(erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY)));

        first.start();
        reached.await();
        second.start();
        // Time in which the second would end the erasure without what the first deleted.
        Thread.sleep(300);
        goOn.countDown();
        first.join();
        second.join();

        assertThat(told).hasSize(2).allSatisfy(erased -> assertThat(erased.counts())
                .containsEntry("kept by adapters", 2)
                .containsEntry("caseload", 1));
        assertThat(told)
                .extracting(Erasure.Erased::sequence)
                .containsOnly(told.get(0).sequence());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void enters_what_it_destroyed_also_when_it_was_stopped_between_the_file_and_the_entry() throws SQLException {
        facts(CHILD);
        List<ChildKey> keys;
        try (Connection connection = world.database.getConnection()) {
            connection.setAutoCommit(false);
            keys = world.vault.of(connection, CHILD);
            world.vault.destroy(connection, keys);
            connection.rollback();
        }
        facts(CHILD);

        Erasure.Erased erased = erasure.erase(CHILD, ErasureReason.UNLAWFUL, BY);

        assertThat(erased.changed()).isTrue();
        assertThat(rows("caseload")).isZero();
        assertThat(entries.ofChild(CHILD)).isEmpty();
        assertThat(world.ledger.verify().problem()).isEmpty();
    }

    @Test
    void begins_a_new_log_when_the_child_comes_again() throws SQLException {
        enrolled(CHILD);
        delivered(1);
        erasure.erase(CHILD, ErasureReason.NO_LONGER_NEEDED, BY);

        enrolled(CHILD);
        delivered(2);

        assertThat(entries.ofChild(CHILD)).isNotEmpty();
        assertThat(entries.opened(entries.ofChild(CHILD).get(0))
                        .path("chain")
                        .path("number")
                        .asLong())
                .isEqualTo(1);
        assertThat(world.ledger.verify().problem()).isEmpty();
    }

    @Test
    void keeps_the_seal_that_protects_the_child_when_it_comes_again() {
        world.hub.facts().seal(CHILD);
        erasure.erase(CHILD, ErasureReason.NO_LONGER_NEEDED, BY);
        assertThat(rows("sealed_child")).isEqualTo(1);
    }

    @Test
    void lets_nobody_erase_in_the_name_of_nobody_or_a_key_that_is_no_childs() {
        for (String child : List.of("", " ", "\0hub", "two\nlines")) {
            assertThatThrownBy(() -> erasure.erase(child, ErasureReason.UNLAWFUL, BY))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> erasure.erase(CHILD, ErasureReason.UNLAWFUL, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void has_no_word_of_the_child_in_what_it_prints() {
        UUID id = UUID.randomUUID();
        assertThat(new ErasureTable.Asked(id, ErasureReason.UNLAWFUL, CHILD, BY, List.of()).toString())
                .doesNotContain(CHILD)
                .doesNotContain(BY);
        assertThat(Letter.State.values()).contains(Letter.State.REFUSED);
    }
}
