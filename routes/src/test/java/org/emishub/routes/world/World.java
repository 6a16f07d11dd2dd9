package org.emishub.routes.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.emishub.routes.HubParts;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.Settings;
import org.emishub.routes.facts.ConsentRecord;
import org.emishub.routes.facts.ConsentService;
import org.emishub.routes.facts.PrivacyOfficer;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.Giver;
import org.emishub.security.envelope.CurveProvider;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.envelope.JoseEnvelopes;
import org.emishub.security.envelope.Message;
import org.emishub.security.envelope.Opened;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.CheckpointKeys;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.member.Members;
import org.emishub.security.member.Quotas;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A hub as it is in service: real database, broker, ledger, envelopes; only the connected systems are of the test. */
public final class World implements AutoCloseable {
    static {
        // What is waited for costs nothing when it comes; how long it takes, a busy machine decides.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    public static final SystemId HUB = SystemId.of("hub/hub");
    public static final SystemId SCHOOLS = SystemId.of("education/schools");
    public static final SystemId STRANGER = SystemId.of("elsewhere/system");
    /** May send three messages a minute. */
    public static final SystemId SLOW = SystemId.of("slow/system");

    public static final Settings QUICK = new Settings(
            2,
            64,
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofHours(24),
            Duration.ofSeconds(8),
            Duration.ofMillis(10));

    /** As above, with a slot that can be measured. */
    public static final Settings SLOW_TO_SAY_NOTHING = new Settings(
            2,
            64,
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofHours(24),
            Duration.ofSeconds(8),
            Duration.ofMillis(700));

    private static final long RECEIVE_MILLIS = 50;

    public final HikariDataSource database = TestDatabase.fresh();
    public final TestClock clock = new TestClock();
    public final Path folder;
    public final AtRest atRest = new AtRest(new SecretKeySpec(new byte[32], "HmacSHA256"));
    public final FileChildVault vault;
    private final CheckpointKey checkpointKey = checkpointKey();
    private final Map<SystemId, JoseEnvelopes> envelopes = new HashMap<>();
    private final List<ConnectedSystem> systems;
    private final Settings settings;
    private final Quotas quotas;
    private volatile Agreements agreements;
    /** What the privacy officer was told. */
    public final List<PrivacyOfficer.Notice> told = new CopyOnWriteArrayList<>();
    /** A national service, where a test has one. */
    public @Nullable ConsentService consentService;

    public PostgresLedger ledger;
    public HubRoutes hub;
    private TestBroker broker;
    private DefaultCamelContext camel;

    public World(Path folder, List<ConnectedSystem> systems, TestAgreement... texts) {
        this(folder, QUICK, systems, texts);
    }

    public World(Path folder, Settings settings, List<ConnectedSystem> systems, TestAgreement... texts) {
        this.folder = folder;
        this.settings = settings;
        this.systems = List.copyOf(systems);
        this.vault = new FileChildVault(
                folder.resolve("keys"),
                new VaultKeys(new SecretKeySpec(new byte[32], "AES"), new SecretKeySpec(new byte[32], "HmacSHA256")));
        TestMembers registry = new TestMembers(folder.resolve("members"));
        List<OwnKeys> keys = Stream.of(HUB, SCHOOLS, STRANGER, SLOW)
                .map(one -> registry.register(one, one.equals(SLOW) ? 3 : 600_000))
                .toList();
        Members members = registry.members();
        this.quotas = new Quotas(members);
        for (OwnKeys own : keys) {
            envelopes.put(own.system(), new JoseEnvelopes(own, () -> members, clock, CurveProvider.best()));
        }
        try {
            Files.createDirectories(folder.resolve("agreements"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        agree(texts);
        open();
        hub.start();
    }

    private static CheckpointKey checkpointKey() {
        try {
            return new CheckpointKey(
                    "hub.example/ledger",
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds the agreements of a folder. */
    public void agree(Path texts) {
        try (Stream<Path> files = Files.list(texts)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("agreements").resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        agree();
    }

    /** Adds agreements, or replaces those of the same id. */
    public final void agree(TestAgreement... texts) {
        for (TestAgreement text : texts) {
            text.write(folder.resolve("agreements"));
        }
        agreements = Agreements.load(folder.resolve("agreements"));
        if (hub != null) {
            hub.refresh();
        }
    }

    /** The agreements as they are now. */
    public Agreements agreements() {
        return agreements;
    }

    /** Brings up broker, ledger and routes over what is on disk; nothing is delivered before the hub is started. */
    public final void open() {
        broker = new TestBroker(folder.resolve("broker"));
        broker.start();
        ledger = new PostgresLedger(
                database, new CheckpointKeys(checkpointKey), folder.resolve("checkpoints"), vault, clock);
        camel = new DefaultCamelContext();
        hub = HubRoutes.create(parts());
        // A consumer ends when the receive that it waits in does: each of some two hundred worlds would end a second
        // later.
        Objects.requireNonNull(camel.getComponent("jms", JmsComponent.class)).setReceiveTimeout(RECEIVE_MILLIS);
        camel.start();
    }

    private HubParts parts() {
        return new HubParts(
                HUB,
                camel,
                database,
                broker.connectionFactory(),
                ledger,
                envelopes.get(HUB),
                atRest,
                vault,
                new HmacPseudonyms(new byte[32], "2026"),
                () -> agreements,
                systems,
                clock,
                settings,
                quotas,
                Optional.ofNullable(consentService),
                told::add);
    }

    /** Stops everything that runs; database and folders stay. */
    public void shutDown() {
        hub.close();
        camel.stop();
        ledger.close();
        broker.close();
    }

    public void stopBroker() {
        broker.close();
    }

    /** Starts the broker again, where it was. */
    public void startBroker() {
        broker.start();
    }

    /** Throws away all that the broker has kept. */
    public void loseBroker() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("broker"))) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        shutDown();
        vault.close();
        TestDatabase.drop(database);
    }

    public Envelopes envelopes(SystemId system) {
        return envelopes.get(system);
    }

    /** A message to the hub, valid for five minutes. */
    public Message message(SystemId from, String id, String agreement, String kind, JsonNode content) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        return new Message(id, from, HUB, agreement, kind, now, now.plusSeconds(300), "", content);
    }

    public byte[] seal(SystemId from, String id, String agreement, String kind, JsonNode content) {
        return envelopes(from).seal(message(from, id, agreement, kind, content));
    }

    /** What the hub sealed for a system. */
    public Message open(SystemId reader, byte[] sealed) {
        Outcome<Opened> opened = envelopes(reader).open(sealed);
        if (opened instanceof Outcome.Ok<Opened> ok) {
            return ok.value().message();
        }
        throw new AssertionError("not opened: " + opened);
    }

    /** A question about one child by its identifier. */
    public static ObjectNode question(String childId) {
        ObjectNode content = StrictJson.newObject().put("purpose", "HPAYMT");
        content.putObject("subject").put("child.id", childId);
        content.putObject("period").put("from", "2026-09-01").put("to", "2026-09-30");
        return content;
    }

    /** The ledger's entries about messages, oldest first, as events and codes: {@code RELEASED OK}. */
    public List<String> entries() {
        return entries(leaf -> !leaf.path("event").stringValue().endsWith("_CHANGED"));
    }

    /** Those about facts and agreements, as events and rules. */
    public List<String> changes() {
        return leaves().stream()
                .filter(leaf -> leaf.path("event").stringValue().endsWith("_CHANGED"))
                .map(leaf -> leaf.path("event").stringValue() + " "
                        + leaf.path("rule").stringValue())
                .toList();
    }

    private List<String> entries(Predicate<JsonNode> which) {
        List<String> entries = new ArrayList<>();
        for (JsonNode leaf : leaves().stream().filter(which).toList()) {
            entries.add(
                    leaf.path("event").stringValue() + " " + leaf.path("code").stringValue());
        }
        return entries;
    }

    public boolean has(Event event, String code) {
        return entries(leaf -> true).contains(event + " " + code);
    }

    public List<JsonNode> leaves() {
        List<JsonNode> leaves = new ArrayList<>();
        for (Object leaf : column("select leaf from ledger_entry order by sequence")) {
            leaves.add(StrictJson.object((byte[]) leaf));
        }
        return leaves;
    }

    /** The first column of a query. */
    public List<Object> column(String sql) {
        List<Object> values = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getObject(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    /** Changes rows behind the hub's back. */
    public void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A guardian who has a say over the child agrees to an exchange, or does not any more. */
    public void consent(String child, String agreement, boolean given, Instant at) {
        String guardian = "guardian of " + child;
        hub.facts().guardians().give(guardian, child, Instant.EPOCH, Optional.empty(), "registrar");
        hub.facts()
                .consents()
                .note(
                        new ConsentRecord(
                                child, agreement, Giver.GUARDIAN, guardian, given, at, Optional.empty(), "paper 12"),
                        "registrar");
    }

    /** What the ledger holds, with its sides. */
    public EntryReader reader() {
        return new EntryReader(database, vault);
    }

    /** A new message id. */
    public static String id() {
        return UUID.randomUUID().toString();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** Every byte that the broker has written. */
    public List<byte[]> brokerFiles() {
        try (Stream<Path> files = Files.walk(folder.resolve("broker"))) {
            List<byte[]> all = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readAllBytes(file));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
