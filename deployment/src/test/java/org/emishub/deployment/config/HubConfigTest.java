package org.emishub.deployment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.routes.Settings;
import org.emishub.routes.audit.People;
import org.emishub.security.usage.Majority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubConfigTest {
    @TempDir
    Path folder;

    private HubConfig read(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("hub.yaml"), yaml);
        return HubConfig.read(Optional.of(file), folder, environment);
    }

    @Test
    void knows_from_when_on_a_young_person_looks() throws IOException {
        assertThat(read("mode: sandbox\n", Map.of()).privacy().majority())
                .isEqualTo(new Majority(18, ZoneId.of("UTC")));
        assertThat(read("usage: { majority: 16, time-zone: Asia/Dushanbe }\n", Map.of())
                        .privacy()
                        .majority())
                .isEqualTo(new Majority(16, ZoneId.of("Asia/Dushanbe")));
        assertThatThrownBy(() -> read("usage:\n  time-zone: Dushanbe\n", Map.of()))
                .hasMessageContaining("hub.yaml:2: usage.time-zone: 'Dushanbe' is no time zone");
    }

    @Test
    void needs_no_file_for_a_sandbox() {
        HubConfig config = HubConfig.read(Optional.empty(), folder, Map.of());
        assertThat(config.mode()).isEqualTo(Mode.SANDBOX);
        assertThat(config.data()).isEqualTo(folder.resolve("sandbox-data"));
        assertThat(config.database()).isEmpty();
        assertThat(config.doors().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void names_file_line_and_hint_for_a_misspelt_key() {
        assertThatThrownBy(() -> read("mode: sandbox\ndoors:\n  htttp: 8080\n", Map.of()))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("hub.yaml:3: unknown key 'htttp'")
                .hasMessageContaining("Did you mean 'http");
    }

    @Test
    void names_file_line_and_hint_for_a_bad_value() {
        assertThatThrownBy(() -> read("mode: sandbox\ndoors:\n  http: eighty\n", Map.of()))
                .hasMessageContaining("hub.yaml:3: doors.http: 'eighty'")
                .hasMessageContaining("whole number from 1 to 65535");
    }

    @Test
    void lets_the_environment_override_the_file() throws IOException {
        assertThat(read("doors:\n  http: 8080\n", Map.of("HUB_DOORS_HTTP", "9090"))
                        .doors()
                        .http())
                .isEqualTo(9090);
    }

    @Test
    void refuses_an_unknown_variable() {
        assertThatThrownBy(() -> read("mode: sandbox\n", Map.of("HUB_DORS_HTTP", "9090")))
                .hasMessageContaining("HUB_DORS_HTTP")
                .hasMessageContaining("Did you mean 'HUB_DOORS_HTTP'");
    }

    @Test
    void refuses_a_secret_written_out_and_does_not_repeat_it() {
        assertThatThrownBy(() ->
                        read("database:\n  url: jdbc:postgresql://127.0.0.1:5432/hub\n  password: hunter2\n", Map.of()))
                .hasMessageContaining("hub.yaml:3: database.password")
                .hasMessageContaining("file:PATH or env:NAME")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void follows_a_secret_to_a_file_and_to_a_variable() throws IOException {
        Files.writeString(folder.resolve("pw"), "from-file\n");
        HubConfig config = read(
                """
                database:
                  url: jdbc:postgresql://127.0.0.1:5432/hub
                  password: file:pw
                broker:
                  url: tcp://127.0.0.1:61616
                  password: env:BROKER_PW
                """,
                Map.of("BROKER_PW", "from-env"));
        assertThat(config.database().orElseThrow().password().reveal()).isEqualTo("from-file");
        assertThat(config.broker().password().orElseThrow().reveal()).isEqualTo("from-env");
        assertThat(config.toString()).doesNotContain("from-file", "from-env");
    }

    @Test
    void keeps_a_sandbox_on_this_machine() {
        for (String line : new String[] {
            "doors: { host: 0.0.0.0 }",
            "doors: { host: hub.example.org }",
            "database: { url: 'jdbc:postgresql://db.example.org/hub', password: 'env:X' }",
            "database: { url: 'jdbc:postgresql://127.0.0.1:5432,db.example.org/hub', password: 'env:X' }",
            "broker: { listen: '0.0.0.0:61617' }",
            "broker: { url: 'tcp://127.0.0.1:1@mq.example.org:61616', password: 'env:X' }"
        }) {
            assertThatThrownBy(() -> read(line + "\n", Map.of("X", "x")))
                    .hasMessageContaining("hub.yaml:1:")
                    .hasMessageContaining("a sandbox stays on this machine");
        }
    }

    @Test
    void is_as_patient_as_it_was_told_to_be() throws IOException {
        Settings told = read(
                        "delivery: { attempts: 3, first-delay: 2s, longest-delay: 1m, lease: 30s, keep: 12h, window: 9 }\n",
                        Map.of("HUB_DELIVERY_CONSUMERS", "4"))
                .delivery();
        assertThat(told)
                .isEqualTo(new Settings(
                        4,
                        9,
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        Settings.DEFAULT.poll(),
                        Duration.ofHours(12),
                        Settings.DEFAULT.providerTimeout(),
                        Settings.DEFAULT.noDataAfter()));
        assertThat(read("mode: sandbox\n", Map.of()).delivery()).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void keeps_no_ciphertext_for_longer_than_a_day() {
        assertThatThrownBy(() -> read("delivery:\n  keep: 25h\n", Map.of()))
                .hasMessageContaining("hub.yaml:2: delivery.keep: '25h'")
                .hasMessageContaining("Write a duration such as 5s, 10m or 24h, from 1s to 24h.");
    }

    @Test
    void keeps_what_nodes_share_where_it_is_told_to() throws IOException {
        HubConfig config = read(
                """
                data: node-1
                vault: { folder: shared/child-keys }
                broker: { url: 'tcp://127.0.0.1:61617', password: 'env:X', trust: ca.pem, folder: shared/broker }
                """,
                Map.of("X", "x"));
        assertThat(config.vault()).isEqualTo(folder.resolve("shared/child-keys"));
        assertThat(config.broker().outside().orElseThrow().getPort()).isEqualTo(61_617);
        assertThat(config.broker().trust()).isEqualTo(folder.resolve("ca.pem"));
        assertThat(config.broker().folder()).isEqualTo(folder.resolve("shared/broker"));
    }

    @Test
    void names_a_broker_whose_address_cannot_be_one() {
        for (String url : new String[] {"127.0.0.1:61617", "tcp://127.0.0.1", "tcp://127.0.0.1:70000"}) {
            assertThatThrownBy(() -> read("broker: { url: '" + url + "', password: 'env:X' }\n", Map.of("X", "x")))
                    .hasMessageContaining("hub.yaml:1: broker.url: '" + url + "'");
        }
    }

    @Test
    void knows_its_witnesses_and_who_stamps_the_time() throws IOException {
        String key = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
        Files.writeString(folder.resolve("tsa.pem"), "PEM");
        HubConfig.Testimony testimony = read(
                        "mode: production\nmembers: m\nwitness: { cosigners: '" + key + " at https://w.example/x, "
                                + key + "', every: 5m }\ntimestamps: { url: 'http://tsa.example/tsr', ca: tsa.pem }\n",
                        Map.of())
                .testimony();
        assertThat(testimony.witnesses()).hasSize(2);
        assertThat(testimony.witnesses().get(0).key()).hasToString(key);
        assertThat(testimony.witnesses().get(0).address()).contains(java.net.URI.create("https://w.example/x"));
        assertThat(testimony.witnesses().get(1).address()).isEmpty();
        assertThat(testimony.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(testimony.stamps().orElseThrow().vouching()).isEqualTo(folder.resolve("tsa.pem"));
        assertThat(testimony.stamps().orElseThrow().every()).isEqualTo(Duration.ofMinutes(10));
        for (String wrong : new String[] {
            "witness: { cosigners: 'w.example+00000000+BOvN' }",
            "witness: { cosigners: '" + key.replace("+BOvN", "+AOvN") + "' }",
            "witness: { cosigners: '" + key + " at ftp://127.0.0.1/' }",
            "witness: { cosigners: '" + key + " at http://w.example/' }",
            "timestamps: { url: 'http://tsa.example/tsr', ca: tsa.pem }",
            "timestamps: { url: 'http://127.0.0.1/tsr' }",
            "timestamps: { url: 'http://127.0.0.1/tsr', ca: none.pem }"
        }) {
            // A sandbox stays on this machine here, too.
            assertThatThrownBy(() -> read(wrong + "\n", Map.of())).as(wrong).isInstanceOf(YamlException.class);
        }
    }

    @Test
    void reads_the_documented_sample() throws IOException {
        Path sample = Path.of(System.getProperty("emishub.root"), "deployment", "hub.yaml");
        String text = Files.readString(sample);
        HubConfig.read(Optional.of(sample), folder, Map.of());
        for (Key key : Key.values()) {
            String word = key.path().substring(key.path().lastIndexOf('.') + 1);
            assertThat(text).as("the sample explains %s", key.path()).contains(word + ":");
        }
    }

    @Test
    void tells_no_audit_repository_unless_it_is_said_and_then_by_commitments() throws IOException {
        assertThat(read("mode: sandbox\n", Map.of()).audit().repository()).isEmpty();
        HubConfig.Audit audit = read(
                        "audit:\n  repository: http://127.0.0.1:9000/fhir\n  syslog: 127.0.0.1:6514\n", Map.of())
                .audit();
        assertThat(audit.people()).isEqualTo(People.COMMITMENTS);
        assertThat(audit.format()).isEqualTo(HubConfig.AuditFormat.DICOM);
        assertThat(audit.syslog().orElseThrow().getPort()).isEqualTo(6514);
    }

    @Test
    void names_the_line_of_an_audit_setting_that_cannot_be_used() {
        assertThatThrownBy(() -> read("audit:\n  people: names\n", Map.of()))
                .hasMessageContaining("hub.yaml:2: audit.people: 'names'")
                .hasMessageContaining("commitments, pseudonyms, identifiers");
        assertThatThrownBy(() -> read("audit:\n  repository: http://audit.example/fhir\n", Map.of()))
                .hasMessageContaining("hub.yaml:2: audit.repository");
        assertThatThrownBy(() -> read("audit:\n  syslog: audit.example:6514\n", Map.of()))
                .hasMessageContaining("hub.yaml:2: audit.syslog: a sandbox stays on this machine");
        assertThatThrownBy(() -> read("mode: production\naudit:\n  repository: http://audit.example/fhir\n", Map.of()))
                .hasMessageContaining("hub.yaml:3: audit.repository");
    }
}
