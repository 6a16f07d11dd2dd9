package org.emishub.deployment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.sandbox.SandboxRegistry;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.member.Members;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    @TempDir
    private Path folder;

    private HubConfig config;

    @BeforeEach
    void aSandboxRegistry() {
        config = HubConfig.read(Optional.empty(), folder, Map.of());
        Seeded.keys(config.keys().folder());
        SandboxRegistry.prepare(config);
    }

    @Test
    void a_sandbox_sends_to_this_machine() {
        assertThatCode(() -> Endpoints.check(config, members())).doesNotThrowAnyException();
    }

    @Test
    void a_sandbox_sends_nowhere_else() throws IOException {
        replaceInHealth("https://127.0.0.1", "https://register.example");

        assertThatThrownBy(() -> Endpoints.check(config, members()))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("health.yaml")
                .hasMessageContaining("Use 127.0.0.1 for health/register");
    }

    @Test
    void a_native_protocol_is_spoken_over_tls_only() throws IOException {
        replaceInHealth("https://", "http://");

        assertThatThrownBy(() -> Endpoints.check(config, members()))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("records would travel in clear to health/register");
    }

    private Members members() {
        return Members.load(config.members(), Clock.systemUTC());
    }

    private void replaceInHealth(String what, String by) throws IOException {
        Path file = config.members().resolve("health.yaml");
        Files.writeString(file, Files.readString(file).replace(what, by));
    }
}
