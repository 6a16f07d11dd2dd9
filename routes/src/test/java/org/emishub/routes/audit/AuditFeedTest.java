package org.emishub.routes.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.world.Children;
import org.emishub.routes.world.World;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feed against a repository that is away, ends on the way, hangs and refuses, over a real ledger. */
class AuditFeedTest {
    private static final String CHILD = "1234567890123";
    private static final String WORKER = "n.rahimova@social/case-management";

    @TempDir
    Path folder;

    private final Repository repository = new Repository();
    private final List<AuditFeed> feeds = new ArrayList<>();
    private World world;
    private FileChildVault vault;

    @BeforeEach
    void aLedger() {
        world = new World(folder, List.of(), Children.agreement("health.enrolled", Children.HEALTH));
        vault = new FileChildVault(
                folder.resolve("keys"),
                new VaultKeys(new SecretKeySpec(new byte[32], "AES"), new SecretKeySpec(new byte[32], "HmacSHA256")));
    }

    @AfterEach
    void end() {
        feeds.forEach(AuditFeed::close);
        repository.close();
        vault.close();
        world.close();
    }

    private void enter(int entries) {
        Agreement agreement = world.agreements().byId("health.enrolled").orElseThrow();
        for (int i = 0; i < entries; i++) {
            EntryDraft draft = new EntryDraft(
                    Event.RELEASED,
                    UUID.randomUUID().toString(),
                    Optional.of(agreement.ref()),
                    "OK",
                    "",
                    Optional.of(agreement.provider()),
                    Optional.of(agreement.client()),
                    List.of("a.field"),
                    0,
                    "",
                    new Side(CHILD, WORKER, "", Optional.empty(), Set.of()));
            world.ledger.commit((connection, appender) -> appender.append(draft));
        }
    }

    private AuditFeed feed(People people, AuditSink sink) {
        return feed(people, sink, Duration.ofSeconds(30));
    }

    private AuditFeed feed(People people, AuditSink sink, Duration lease) {
        AuditRecords records =
                new AuditRecords(World.HUB, new EntryReader(world.database, vault), vault, world::agreements, people);
        AuditFeed feed = new AuditFeed(world.database, records, List.of(sink), World.QUICK, lease);
        feeds.add(feed);
        return feed;
    }

    private AuditSink sink() {
        try {
            return new RepositorySink(repository.base(), SSLContext.getDefault(), repository);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private AuditFeed start() {
        AuditFeed feed = feed(People.COMMITMENTS, sink());
        feed.start();
        return feed;
    }

    private Long[] all() {
        return LongStream.range(0, world.ledger.size()).boxed().toArray(Long[]::new);
    }

    private static AuditFeed.State state(AuditFeed feed) {
        try {
            return feed.states().stream().findFirst().orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tells_all_entries_once_and_in_order_and_then_the_new_ones() {
        enter(250);
        AuditFeed feed = start();
        await().untilAsserted(() -> assertThat(repository.sequences()).containsExactly(all()));
        enter(3);
        await().untilAsserted(() -> assertThat(repository.sequences()).containsExactly(all()));
        assertThat(repository.sizes).contains(100).doesNotContain(0);
        await().untilAsserted(() -> assertThat(state(feed).behind()).isZero());
        assertThat(repository.came.get(0).path("purpose").asString("")).isEqualTo("HPAYMT");
    }

    @Test
    void catches_up_after_the_repository_was_away_and_says_meanwhile_how_far_behind_it_is() {
        repository.away = true;
        enter(20);
        AuditFeed feed = start();
        await().until(() -> state(feed).failures() > 5);
        assertThat(state(feed).behind()).isEqualTo(world.ledger.size());
        assertThat(state(feed).fault()).isEqualTo("HTTP_503");
        assertThat(state(feed).breaker()).isEqualTo("OPEN");
        // While the breaker is open, one event is tried at a time.
        assertThat(repository.sizes.get(repository.sizes.size() - 1)).isEqualTo(1);
        repository.away = false;
        await().untilAsserted(() -> assertThat(repository.sequences()).containsExactly(all()));
        await().untilAsserted(() -> assertThat(state(feed).failures()).isZero());
    }

    @Test
    void a_repository_that_dies_before_it_answers_is_told_again_under_the_same_ids() {
        repository.diesBeforeItAnswers = true;
        enter(30);
        AuditFeed feed = start();
        await().until(() -> state(feed).failures() > 1);
        repository.diesBeforeItAnswers = false;
        await().untilAsserted(() -> assertThat(state(feed).behind()).isZero());
        assertThat(repository.sequences()).hasSizeGreaterThan(all().length).contains(all());
        assertThat(repository.came.stream()
                        .map(event -> event.path("id").asString(""))
                        .distinct())
                .hasSize(all().length);
    }

    @Test
    void a_hub_that_is_killed_while_it_tells_goes_on_where_it_had_noted_and_misses_nothing() {
        enter(20);
        AuditSink real = sink();
        AuditFeed killed = feed(People.COMMITMENTS, new AuditSink() {
            @Override
            public String name() {
                return real.name();
            }

            @Override
            public int most() {
                return 7;
            }

            @Override
            public List<Refused> send(List<AuditRecord> records) {
                real.send(records);
                // No more is done from here on, as when the process is gone.
                LockSupport.park(this);
                throw new SystemFault("KILLED", "", false);
            }
        });
        killed.start();
        await().until(() -> repository.came.size() == 7);
        AuditFeed next = start();
        await().during(Duration.ofSeconds(1)).until(() -> repository.came.size() == 7);
        world.execute("update audit_feed set lease_until = '1970-01-01'");
        await().untilAsserted(() -> assertThat(state(next).behind()).isZero());
        assertThat(repository.sequences()).contains(all()).hasSize(all().length + 7);
        assertThat(repository.came.stream()
                        .map(event -> event.path("id").asString(""))
                        .distinct())
                .hasSize(all().length);
    }

    @Test
    void of_several_nodes_one_tells() {
        for (int i = 0; i < 4; i++) {
            start();
        }
        enter(400);
        await().untilAsserted(() -> assertThat(repository.sequences()).contains(all()));
        assertThat(repository.sequences()).doesNotHaveDuplicates();
    }

    /** Each has the lease taken from it by the other while it tells ten events one by one. */
    @Test
    void two_nodes_get_on_with_a_repository_that_takes_longer_than_the_lease() {
        enter(30);
        repository.batches = false;
        repository.millis = 60;
        AuditFeed one = feed(People.COMMITMENTS, sink(), Duration.ofMillis(200));
        AuditFeed other = feed(People.COMMITMENTS, sink(), Duration.ofMillis(200));
        one.start();
        other.start();
        await().untilAsserted(() -> assertThat(state(one).behind()).isZero());
        assertThat(repository.sequences()).contains(all());
    }

    @Test
    void a_repository_that_refused_a_batch_is_tried_with_one_again_after_a_while() {
        enter(10);
        List<AuditRecord> ten = told(People.COMMITMENTS, world.ledger.size() - 10, 10);
        AuditSink sink = sink();
        repository.batches = false;
        assertThatThrownBy(() -> sink.send(ten)).isInstanceOf(SystemFault.class);
        for (int i = 0; i <= 50; i++) {
            assertThat(sink.send(ten)).isEmpty();
        }
        assertThat(repository.sizes.stream().filter(size -> size == 10))
                .as("refused: the first, and the one that was tried again")
                .hasSize(2);
        assertThat(repository.came).hasSize(51 * 10);
        assertThat(sink.most()).isEqualTo(10);

        repository.batches = true;
        for (int i = 0; i < 50; i++) {
            sink.send(ten);
        }
        assertThat(repository.sizes.get(repository.sizes.size() - 1)).isEqualTo(10);
        assertThat(sink.most()).isEqualTo(100);
    }

    @Test
    void an_event_that_is_not_taken_is_put_aside_and_holds_up_no_other() {
        repository.status = event -> event.path("sequence").asLong() == 11 ? 422 : 201;
        enter(20);
        AuditFeed feed = start();
        await().untilAsserted(() -> assertThat(state(feed).behind()).isZero());
        assertThat(repository.sequences()).hasSize(all().length - 1).doesNotContain(11L);
        assertThat(state(feed).refused()).isEqualTo(1);
        assertThat(world.column("select reason from audit_feed_refused where sequence = 11"))
                .containsExactly("HTTP_422");
    }

    @Test
    void a_repository_that_hangs_holds_no_connection_and_slows_no_entry() {
        repository.hangs = true;
        enter(5);
        int before = heldAllTheTime();
        start();
        await().until(() -> !repository.sizes.isEmpty());
        await().untilAsserted(
                        () -> assertThat(world.database.getHikariPoolMXBean().getActiveConnections())
                                .isLessThanOrEqualTo(before));
        long began = System.nanoTime();
        enter(50);
        // The repository hangs for a minute, and is given up after ten seconds: nothing waits for either.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(repository.came).isEmpty();
    }

    /** That of the ledger's own writer; what else the hub does takes one now and then. */
    private int heldAllTheTime() {
        return IntStream.range(0, 50)
                .map(look -> {
                    LockSupport.parkNanos(10_000_000);
                    return world.database.getHikariPoolMXBean().getActiveConnections();
                })
                .min()
                .orElseThrow();
    }

    @Test
    void people_are_commitments_pseudonyms_or_themselves_as_configuration_says() throws SQLException {
        enter(2);
        long first = world.ledger.size() - 2;
        List<AuditRecord> committed = told(People.COMMITMENTS, first);
        List<AuditRecord> pseudonyms = told(People.PSEUDONYMS, first);
        List<AuditRecord> named = told(People.IDENTIFIERS, first);
        assertThat(committed.get(0).child()).isNotEqualTo(committed.get(1).child());
        assertThat(pseudonyms.get(0).child()).isEqualTo(pseudonyms.get(1).child());
        assertThat(List.of(value(committed.get(0)), value(pseudonyms.get(0)))).doesNotContain(CHILD);
        assertThat(value(named.get(0))).isEqualTo(CHILD);
        assertThat(named.get(0).user().orElseThrow().value()).isEqualTo(WORKER);
        assertThat(pseudonyms.get(0).user().orElseThrow().value()).isNotEqualTo(WORKER);
        try (Connection connection = world.database.getConnection()) {
            vault.destroy(
                    connection,
                    CHILD,
                    world.clock.instant().atZone(java.time.ZoneOffset.UTC).getYear());
        }
        assertThat(told(People.IDENTIFIERS, first).get(0).child())
                .isEqualTo(committed.get(0).child());
    }

    private List<AuditRecord> told(People people, long from) {
        return told(people, from, 2);
    }

    private List<AuditRecord> told(People people, long from, int most) {
        return new AuditRecords(World.HUB, new EntryReader(world.database, vault), vault, world::agreements, people)
                .from(from, most);
    }

    private static String value(AuditRecord record) {
        return record.child().orElseThrow().value();
    }
}
