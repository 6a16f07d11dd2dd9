package org.emishub.deployment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.member.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxRegistryTest {
    @TempDir
    Path folder;

    @Test
    void registers_every_invented_system_and_the_hub_with_keys_of_their_own() throws Exception {
        HubConfig config = HubConfig.read(Optional.empty(), folder, Map.of());
        SandboxKeys keys = SandboxRegistry.prepare(config);

        Members members = Members.load(config.members(), Clock.systemUTC());
        assertThat(members.warnings()).isEmpty();
        assertThat(members.systems()).hasSize(Invented.ALL.size() + 1);
        assertThat(members.byTlsCertificate(
                        keys.of(Invented.MIS.id(), Invented.MIS.uses()).certificate(Use.TLS.alias())))
                .contains(Invented.MIS.id());
        assertThat(keys.hub().key(Use.SIGNING.alias())).isInstanceOf(EdECPrivateKey.class);
        assertThat(keys.hub().key(Use.KEY_AGREEMENT.alias())).isInstanceOf(XECPrivateKey.class);
        try (Stream<Path> files = Files.list(config.keys().folder())) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void keeps_the_keys_it_made_when_it_is_started_again() {
        HubConfig config = HubConfig.read(Optional.empty(), folder, Map.of());
        byte[] first =
                SandboxRegistry.prepare(config).hub().key(Use.SIGNING.alias()).getEncoded();
        assertThat(SandboxRegistry.prepare(config)
                        .hub()
                        .key(Use.SIGNING.alias())
                        .getEncoded())
                .isEqualTo(first);
    }
}
