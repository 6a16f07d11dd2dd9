package org.emishub.deployment.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.emishub.deployment.command.HubCommand;
import org.emishub.deployment.door.ServletPort;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.witness.Cosignature;
import org.emishub.security.witness.KeptCheckpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A witness at its own command line and on its own port, for a log of two entries. */
class WitnessCommandTest {
    private static final String ORIGIN = "hub.example/ledger";

    @TempDir
    Path folder;

    private KeyPair log = pair();
    private final byte[] one = sha256(0, "one".getBytes(UTF_8), new byte[0]);
    private final byte[] two = sha256(0, "two".getBytes(UTF_8), new byte[0]);
    private final byte[] root = sha256(1, one, two);

    private record Ran(int exit, String out, String err) {}

    private static Ran hub(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                HubCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ran(command.execute(arguments), out.toString(), err.toString());
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(int domain, byte[] left, byte[] right) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (domain >= 0) {
                digest.update((byte) domain);
            }
            digest.update(left);
            return digest.digest(right);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private VerifierKey key() {
        byte[] encoded = log.getPublic().getEncoded();
        return new VerifierKey(
                ORIGIN, VerifierKey.NOTE, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private String note(int size, byte[] tree) throws Exception {
        String text = ORIGIN + "\n" + size + "\n" + base64(tree) + "\n";
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(log.getPrivate());
        signer.update(text.getBytes(UTF_8));
        byte[] signature = signer.sign();
        byte[] id = java.util.HexFormat.of().parseHex(key().toString().split("\\+", 3)[1]);
        byte[] all = Arrays.copyOf(id, 4 + signature.length);
        System.arraycopy(signature, 0, all, 4, signature.length);
        return text + "\n— " + ORIGIN + " " + base64(all) + "\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void keeps_checks_and_prints_checkpoints_that_come_as_files() throws Exception {
        String home = folder.resolve("w1").toString();
        String first = file("first", note(1, one));
        String second = file("second", note(2, root));
        String proven = file("proven", "old 1\n" + base64(two) + "\n\n" + note(2, root));
        String forged = file("forged", note(1, two));
        assertThat(hub("witness", "show", "--folder", home).err()).contains("holds no witness", "--name");

        Ran kept = hub(
                "witness",
                "keep",
                "--folder",
                home,
                "--name",
                "witness.example/w1",
                "--log",
                key().toString(),
                "--file",
                first,
                "-o",
                folder.resolve("cosigned").toString());
        assertThat(kept.exit()).as(kept.err()).isZero();
        VerifierKey witness = new WitnessFolder(folder.resolve("w1"), Clock.systemUTC()).verifierKey();
        SignedNote cosigned =
                SignedNote.read(Files.readString(folder.resolve("cosigned"))).orElseThrow();
        assertThat(Cosignature.at(cosigned, witness)).isPresent();
        assertThat(key().signed(cosigned)).isTrue();
        assertThat(Files.getPosixFilePermissions(folder.resolve("w1/key.pem"))).hasSize(2);

        Ran unproven = hub("witness", "keep", "--folder", home, "--file", second);
        assertThat(unproven.exit()).isEqualTo(2);
        assertThat(unproven.err()).contains("holds a checkpoint of 1 entries", "--from 1");
        assertThat(hub("witness", "check", "--folder", home, "--file", second).exit())
                .isEqualTo(3);
        assertThat(hub("witness", "check", "--folder", home, "--file", proven).out())
                .contains("continues");
        String junk = file("junk", "old 1\n" + base64(new byte[32]) + "\n\n" + note(2, root));
        Ran noProof = hub("witness", "check", "--folder", home, "--file", junk);
        assertThat(noProof.exit()).as(noProof.out()).isEqualTo(3);
        assertThat(noProof.out()).contains("cannot be compared", "--from SIZE");
        Ran fork = hub("witness", "check", "--folder", home, "--file", forged);
        assertThat(fork.exit()).isEqualTo(1);
        assertThat(fork.out()).contains("ANOTHER HISTORY");
        Ran refused = hub("witness", "keep", "--folder", home, "--file", forged);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("NOT COSIGNED");

        assertThat(hub("witness", "keep", "--folder", home, "--file", proven).out())
                .startsWith("— witness.example/w1 ");
        assertThat(hub("witness", "check", "--folder", home, "--file", first).out())
                .contains("earlier");
        Ran show = hub("witness", "show", "--folder", home);
        assertThat(show.out())
                .contains(witness.toString(), key().toString(), note(2, root).substring(0, 60));

        Path png = folder.resolve("held.png");
        assertThat(hub("witness", "print", "--folder", home, "-o", png.toString())
                        .exit())
                .isZero();
        String held = new KeptCheckpoints(folder.resolve("w1/kept"))
                .newest(ORIGIN)
                .orElseThrow()
                .toString();
        assertThat(scanned(Files.readAllBytes(png))).isEqualTo(held);
        Path svg = folder.resolve("held.svg");
        assertThat(hub("witness", "print", "--folder", home, "-o", svg.toString())
                        .exit())
                .isZero();
        assertThat(svg)
                .content()
                .startsWith("<svg")
                .contains("<title>What the witness holds of " + ORIGIN, "witness.example/w1", base64(root));
        assertThat(hub("witness", "print", "--folder", home).out()).contains("█", held);
        assertThat(hub("witness", "print", "--folder", home, "-o", "x.pdf").exit())
                .isEqualTo(2);
    }

    @Test
    void a_key_that_it_does_not_know_is_no_alarm_and_can_be_given_without_a_network() throws Exception {
        String home = folder.resolve("w3").toString();
        String first = file("first", note(1, one));
        assertThat(hub(
                                "witness",
                                "keep",
                                "--folder",
                                home,
                                "--name",
                                "witness.example/w3",
                                "--log",
                                key().toString(),
                                "--file",
                                first)
                        .exit())
                .isZero();
        String stolen = file("false", note(1, one).replace("\n1\n", "\n2\n"));
        assertThat(hub("witness", "check", "--folder", home, "--file", stolen).exit())
                .isEqualTo(1);

        log = pair();
        String changed = file("changed", "old 1\n" + base64(two) + "\n\n" + note(2, root));
        Ran unknown = hub("witness", "check", "--folder", home, "--file", changed);
        assertThat(unknown.exit()).isEqualTo(3);
        assertThat(unknown.out())
                .contains("a key that this witness does not know", "confirm the new key", "hub witness keep --log KEY")
                .doesNotContain("NOT SIGNED");
        Ran refused = hub("witness", "keep", "--folder", home, "--file", changed);
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("NOT COSIGNED", "a key that this witness does not know");

        Ran kept = hub("witness", "keep", "--folder", home, "--log", key().toString(), "--file", changed);
        assertThat(kept.exit()).as(kept.err()).isZero();
        Ran known = hub("witness", "check", "--folder", home, "--file", changed);
        assertThat(known.exit()).isZero();
        assertThat(known.out()).contains("is the one that the witness holds");
    }

    private static String scanned(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        BinaryBitmap bitmap = new BinaryBitmap(
                new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));
        try {
            return new QRCodeReader()
                    .decode(bitmap, Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("no QR code was found", e);
        }
    }

    @Test
    void answers_over_http_as_c2sp_says() throws Exception {
        WitnessFolder home = new WitnessFolder(folder.resolve("w2"), Clock.systemUTC());
        home.make("witness.example/w2");
        home.believe(key().toString());
        HttpClient http = HttpClient.newHttpClient();
        try (ServletPort port = ServletPort.open(0, Optional.empty(), Map.of("/*", new WitnessServlet(home)))) {
            HttpResponse<String> first = post(http, port, "old 0\n\n" + note(1, one));
            assertThat(first.statusCode()).isEqualTo(200);
            SignedNote cosigned = SignedNote.read(note(1, one) + first.body()).orElseThrow();
            assertThat(Cosignature.at(cosigned, home.verifierKey())).isPresent();

            HttpResponse<String> stale = post(http, port, "old 0\n\n" + note(2, root));
            assertThat(stale.statusCode()).isEqualTo(409);
            assertThat(stale.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
            assertThat(stale.body()).isEqualTo("1\n");
            assertThat(post(http, port, "old 1\n" + base64(one) + "\n\n" + note(2, root))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(post(http, port, "old 1\n\n" + note(1, two)).statusCode())
                    .isEqualTo(409);
            assertThat(post(http, port, "old 1\n\n" + note(1, one).replace("\n1\n", "\n2\n"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(post(http, port, "old 1\n\n" + note(1, one).replace(ORIGIN, "other"))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(post(http, port, "nothing").statusCode()).isEqualTo(400);
            assertThat(post(http, port, "old 0\n".repeat(40_000)).statusCode()).isEqualTo(413);

            HttpResponse<String> held = get(http, port, "/" + KeptCheckpoints.folderOf(ORIGIN) + "/checkpoint");
            assertThat(held.body()).isEqualTo(note(1, one) + first.body());
            assertThat(get(http, port, "/").body()).contains(home.verifierKey().toString(), ORIGIN);
            assertThat(get(http, port, "/other").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> post(HttpClient http, ServletPort port, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(port.address() + "/add-checkpoint"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpClient http, ServletPort port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(port.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
