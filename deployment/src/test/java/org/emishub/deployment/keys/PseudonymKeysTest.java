package org.emishub.deployment.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.emishub.deployment.config.HubConfig;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.pseudonym.Epoch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymKeysTest {
    private static final String TWO = "1 from 2026-01-01 until 2027-12-31, 2 from 2026-09-01";
    private static final int ALL = 1_000_000;

    @TempDir
    Path folder;

    @BeforeEach
    void password() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("keys")).resolve("password"), "opens the stores");
    }

    private Map<String, String> settings(String epochs) {
        return new HashMap<>(Map.of("HUB_KEYS_FOLDER", "keys", "HUB_PSEUDONYMS_EPOCHS", epochs));
    }

    private HubConfig config(String epochs) {
        return HubConfig.read(Optional.empty(), folder, settings(epochs));
    }

    private static byte[] hmac(Epoch epoch) {
        return epoch.key().hmac("anything");
    }

    @Test
    void are_made_for_each_epoch_and_never_made_again() {
        PseudonymKeys.make(config("1 from 2026-01-01").keys());
        byte[] first =
                hmac(PseudonymKeys.open(config("1 from 2026-01-01").keys()).get(0));

        PseudonymKeys.make(config(TWO).keys());
        List<Epoch> both = PseudonymKeys.open(config(TWO).keys());

        assertThat(both).extracting(Epoch::name).containsExactly("1", "2");
        assertThat(hmac(both.get(0))).isEqualTo(first).isNotEqualTo(hmac(both.get(1)));
        assertThat(folder.resolve("keys/pseudonyms.p12").toFile().canRead()).isTrue();
    }

    @Test
    void take_over_the_key_that_was_a_file_so_that_no_child_is_named_anew() throws Exception {
        byte[] old = "thirty-two bytes of a known key!".getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("keys/pseudonym.key"), old);

        PseudonymKeys.make(config(TWO).keys());

        KeyStore store =
                KeyStore.getInstance(folder.resolve("keys/pseudonyms.p12").toFile(), "opens the stores".toCharArray());
        assertThat(store.getKey("epoch-1", "opens the stores".toCharArray()).getEncoded())
                .isEqualTo(old);
        assertThat(store.getKey("epoch-2", "opens the stores".toCharArray()).getEncoded())
                .hasSize(32)
                .isNotEqualTo(old);
    }

    @Test
    void that_are_missing_stop_the_start_and_are_not_made_up() {
        assertThatThrownBy(() -> PseudonymKeys.open(config(TWO).keys()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./hub keys make");
        PseudonymKeys.make(config("1 from 2026-01-01").keys());
        assertThatThrownBy(() -> PseudonymKeys.open(config(TWO).keys()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'epoch-2'");
    }

    @Test
    void have_epochs_that_are_written_plainly() {
        for (String wrong : List.of("1", "1 from 2026", "1 from 2026-13-01", "1 from 2026-01-01 till 2027-01-01", "")) {
            assertThatThrownBy(() -> config(wrong)).as(wrong).isInstanceOf(YamlException.class);
        }
    }

    @Test
    @Tag("volume")
    void name_every_child_alike_in_another_process() throws Exception {
        int children = ALL / 100 * Integer.getInteger("emishub.volume", 1);
        PseudonymKeys.make(config(TWO).keys());

        String here = NamingProcess.names(config(TWO), children);
        String there = process(settings(TWO), "names", folder.toString(), String.valueOf(children));

        System.out.println("privacy: " + children + " pseudonyms are the same after a restart: " + here.equals(there));
        assertThat(there).isEqualTo(here);
    }

    @Test
    void name_children_alike_from_a_token_that_the_key_does_not_leave() throws Exception {
        Path library = library();
        byte[] key = "thirty-two bytes of a known key!".getBytes(StandardCharsets.US_ASCII);
        Files.write(folder.resolve("keys/pseudonym.key"), key);
        String epochs = "1 from 2026-01-01";
        PseudonymKeys.make(config(epochs).keys());
        Map<String, String> settings = settings(epochs);
        settings.putAll(token(library));

        String kept = process(settings, "put", settings.get("HUB_PSEUDONYMS_TOKEN"), "epoch-1", hex(key));
        String inToken = process(settings, "names", folder.toString(), "1000");

        assertThat(kept).isEqualTo("stays");
        assertThat(inToken).isEqualTo(NamingProcess.names(config(epochs), 1000));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Path library() throws IOException {
        try (Stream<Path> places = Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/local/lib/softhsm/libsofthsm2.so")
                .map(Path::of)) {
            Optional<Path> found = places.filter(Files::exists).findFirst();
            assumeTrue(found.isPresent(), "softhsm2 is not installed");
            return found.get();
        }
    }

    /** A token of its own in the folder, and the settings with which a hub finds it. */
    private Map<String, String> token(Path library) throws Exception {
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Path conf = Files.writeString(
                folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
        Path pkcs11 = Files.writeString(
                folder.resolve("pkcs11.cfg"),
                "name = SoftHSM\nlibrary = " + library + "\nslotListIndex = 0\n"
                        + "attributes(*, CKO_SECRET_KEY, *) = {\n  CKA_SENSITIVE = true\n  CKA_EXTRACTABLE = false\n"
                        + "  CKA_SIGN = true\n}\n");
        Map<String, String> settings = Map.of(
                "SOFTHSM2_CONF",
                conf.toString(),
                "TOKEN_PIN",
                "1234",
                "HUB_PSEUDONYMS_TOKEN",
                pkcs11.toString(),
                "HUB_PSEUDONYMS_PIN",
                "env:TOKEN_PIN");
        run(settings, "softhsm2-util", "--init-token", "--free", "--label", "hub", "--pin", "1234", "--so-pin", "5678");
        return settings;
    }

    private String process(Map<String, String> settings, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                NamingProcess.class.getName()));
        command.addAll(List.of(arguments));
        return run(settings, command.toArray(String[]::new));
    }

    private String run(Map<String, String> settings, String... command) throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HUB_"));
        builder.environment().putAll(settings);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return out;
    }
}
