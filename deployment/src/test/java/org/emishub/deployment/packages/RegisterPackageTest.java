package org.emishub.deployment.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.oneroster.PostedPackage;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.snapshot.News;
import org.emishub.adapters.education.snapshot.Snapshot;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticCountry;
import org.emishub.deployment.operation.Operator;
import org.emishub.deployment.sandbox.EmisRecords;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.vault.ChildVault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A school register's package whose new pupils are events: told of row by row, also when the hub is killed in between. */
class RegisterPackageTest {
    private static final int KNOWN = 500;
    private static final int NEW = 1_000;

    @TempDir
    private Path data;

    private Map<String, String> settings = Map.of();
    private HubConfig config;
    private SyntheticCountry country;

    @BeforeEach
    void a_country() throws Exception {
        settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(data).toString());
        settings.put("HUB_SIMULATORS_CHILDREN", "3000");
        config = HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), settings);
        SandboxRegistry.prepare(config);
        country = Sandbox.country(config);
    }

    private EmisSimulator register(int children) {
        return EmisRecords.register(country, child -> child.index() < children);
    }

    private Path incoming() throws Exception {
        return Files.createDirectories(data.resolve("drop/incoming"));
    }

    private String result(String name) throws Exception {
        Path result = data.resolve("drop/done").resolve(name + ".result.json");
        for (int i = 0; i < 3_000 && !Files.exists(result); i++) {
            Thread.sleep(50);
        }
        return Files.readString(result);
    }

    @Test
    void a_kill_in_the_middle_of_the_telling_loses_no_pupil_and_tells_of_none_twice() throws Exception {
        EmisSimulator before = register(KNOWN);
        before.drop(incoming(), "a.zip", before.bulk());
        HubProcess hub = HubProcess.start(config, settings, data.resolve("hub.log"));
        try {
            result("a.zip");
            EmisSimulator after = register(KNOWN + NEW);
            after.drop(incoming(), "b.zip", after.bulk());
            while (letters() < 50) {
                Thread.sleep(20);
            }
            hub.kill();
            assertThat(data.resolve("drop/incoming/b.zip")).exists();
            hub = HubProcess.start(config, settings, data.resolve("hub.log"));
            String result = result("b.zip");
            assertThat(result).contains("\"batchReceipt\":\"ey").contains("\"repeated\":true");
            assertThat(JsonMapper.shared().readTree(result).path("files").size())
                    .isGreaterThan(3);
        } finally {
            hub.close();
        }
        check();
    }

    private int letters() {
        return new Operator(config)
                .run("message.list", JsonMapper.shared().createObjectNode())
                .path("messages")
                .size();
    }

    private void check() throws Exception {
        try (RunningHub resting = RunningHub.open(config)) {
            assertThat(resting.part(Ledger.class).verify().problem()).isEmpty();
            long pupils = country.children()
                    .filter(child -> child.index() >= KNOWN && child.index() < KNOWN + NEW)
                    .flatMap(child -> child.asEmis().stream())
                    .count();
            long told = count(resting, "select count(*) from inbox where agreement = 'enrolment'");
            long received = count(
                    resting,
                    "select count(*) from ledger_entry where convert_from(leaf, 'UTF8')::json ->> 'event' = 'RECEIVED'");
            assertThat(told).isBetween(pupils - 100, (long) NEW).isGreaterThan(NEW * 2 / 3);
            assertThat(received).as("one entry each, and two packages").isEqualTo(told + 2);
            assertThat(count(resting, "select count(*) from education_child where announce"))
                    .isZero();
        }
    }

    private static long count(RunningHub hub, String sql) throws Exception {
        try (Connection connection = hub.part(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Prints events accepted per second, one at a time as it was and several at once as it is, in one run: {@code -Pheavy}. */
    @Test
    @Tag("heavy")
    void several_at_once_share_an_fsync() throws Exception {
        try (RunningHub hub = RunningHub.open(config)) {
            hub.part(CamelContext.class).start();
            take(hub, 1, register(1_000));
            double one = take(hub, 1, register(2_000));
            double several = take(hub, 16, register(3_000));
            print("events accepted per second, one at a time: %.0f, sixteen at once: %.0f".formatted(one, several));
            assertThat(several).isGreaterThan(one);
        }
    }

    /** Loads a package, and tells of its new pupils with so many threads; only the telling is timed. */
    private static double take(RunningHub hub, int threads, EmisSimulator register) throws Exception {
        DataSource database = hub.part(DataSource.class);
        ChildVault vault = hub.part(ChildVault.class);
        String name = Invented.EMIS.id().toString();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        register.bulk().to(zip);
        byte[] bytes = zip.toByteArray();
        new Snapshot(database, vault, name)
                .load(
                        PostedPackage.read(new ByteArrayInputStream(bytes), PackageLimits.DEFAULT),
                        Sha256.hex(bytes),
                        LocalDate.now(ZoneOffset.UTC),
                        (file, line, column, code) -> {},
                        unmapped -> {});
        Gateway gateway = hub.part(Gateway.class);
        long began = System.nanoTime();
        int told = new News(database, vault, name, threads)
                .tell((id, payload, record) ->
                        gateway.accept(new NativeEvent(Invented.EMIS.id(), id, payload, "enrolment", record)));
        return told / ((System.nanoTime() - began) / 1e9);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String figures) {
        System.out.println(figures);
    }
}
