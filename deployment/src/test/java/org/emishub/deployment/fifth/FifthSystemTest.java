package org.emishub.deployment.fifth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.sandbox.Clients;
import org.emishub.deployment.sandbox.HubProtocolClient;
import org.emishub.deployment.sandbox.Invented;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.routes.HubRoutes;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A fifth system joins a hub that was built without knowing of it. */
class FifthSystemTest {
    private static final Path AGREEMENTS = Path.of("src/test/resources/fifth/agreements");
    private static final Path MEMBERS = Path.of("src/test/resources/fifth/members");
    private static final String AGREEMENT = "education.alive-check";

    @TempDir
    Path folder;

    @Test
    void answers_under_its_own_agreement_through_an_adapter_found_by_name() throws Exception {
        HubConfig config = config();
        SandboxKeys keys = registry(config);
        try (RunningHub hub = RunningHub.start(config)) {
            assertThat(hub.part(HubRoutes.class).routes().ids()).contains(AGREEMENT);
            HubProtocolClient schools = new Clients(config, keys).hubProtocol(Invented.SCHOOLS);

            HubProtocolClient.Answer answer = schools.send(AGREEMENT, "query", question(CivilRegistryAdapter.CHILD));
            assertThat(answer.content().path("fields").toString()).isEqualTo("{\"child.alive\":true}");
            assertThat(answer.content().path("source").asString("")).isEqualTo("civil-registry/register");

            assertThat(schools.send(AGREEMENT, "query", question("9999999999999"))
                            .refusal())
                    .isEqualTo("NO_DATA");
        }
    }

    @Test
    void stops_the_start_with_its_file_and_a_remedy_when_no_adapter_speaks_its_protocol() throws Exception {
        HubConfig config = config();
        registry(config);
        Path file = config.members().resolve("civil-registry.yaml");
        Files.writeString(file, Files.readString(file).replace("civil-status", "civil-statos"));

        assertThatThrownBy(() -> RunningHub.start(config).close())
                .rootCause()
                .hasMessageContaining("civil-registry.yaml")
                .hasMessageContaining(
                        "no installed adapter speaks 'civil-statos', the protocol of civil-registry/register")
                .hasMessageContaining("Did you mean 'civil-status'?");
    }

    @Test
    void has_cases_that_hold() {
        Agreement agreement = Agreements.load(AGREEMENTS).byId(AGREEMENT).orElseThrow();
        assertThat(Cases.run(agreement, Cases.of(agreement, AGREEMENTS)))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.difference()).isEmpty());
    }

    /** The agreements of the repository, and its own beside them. */
    private HubConfig config() throws IOException {
        Path root = Path.of(System.getProperty("emishub.root"));
        Path agreements = Files.createDirectories(folder.resolve("agreements"));
        copy(root.resolve("routes/agreements"), agreements);
        copy(AGREEMENTS, agreements);
        Map<String, String> settings = FreePorts.asSettings();
        settings.put("HUB_DATA", Seeded.data(folder.resolve("data")).toString());
        return HubConfig.read(Optional.empty(), root, settings).withAgreements(agreements);
    }

    private static SandboxKeys registry(HubConfig config) throws IOException {
        SandboxKeys keys = SandboxRegistry.prepare(config);
        copy(MEMBERS, config.members());
        return keys;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static ObjectNode question(String child) {
        ObjectNode content = JsonMapper.builder().build().createObjectNode().put("purpose", "HPAYMT");
        content.putObject("subject").put("child.id", child);
        return content;
    }
}
