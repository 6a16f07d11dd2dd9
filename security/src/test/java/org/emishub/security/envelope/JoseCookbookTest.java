package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.emishub.outside.OutsideMaterial;
import org.emishub.security.Vectors;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** RFC 7520 and RFC 8037: the examples for our curves come out as printed, and of all others none gets in. */
@OutsideMaterial
class JoseCookbookTest {
    private static final String ED25519_PKCS8 = "302e020100300506032b657004220420";
    private static final String X25519_PKCS8 = "302e020100300506032b656e04220420";

    @TempDir
    Path folder;

    static Stream<CurveProvider> providers() {
        return JoseEnvelopesTest.providers();
    }

    private static JsonNode example(String name) {
        return Vectors.json(
                Vectors.folder("jose-cookbook").resolve("curve25519").resolve(name));
    }

    private static PrivateKey privateKey(String algorithm, String prefix, JsonNode jwk) throws Exception {
        byte[] seed = Base64Url.decode(jwk.get("d").stringValue());
        byte[] pkcs8 = HexFormat.of().parseHex(prefix + HexFormat.of().formatHex(seed));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void signs_as_rfc_8037_prints_it(CurveProvider curves) throws Exception {
        JsonNode example = example("jws.json");
        PrivateKey key = curves.parsed(Curve.ED25519, privateKey("Ed25519", ED25519_PKCS8, example.at("/input/key")));
        byte[] signed = curves.sign(
                Curve.ED25519,
                key,
                example.at("/signing/sig-input").stringValue().getBytes(US_ASCII));
        assertThat(Base64Url.encode(signed))
                .isEqualTo(example.at("/signing/sig").stringValue());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void decrypts_what_rfc_8037_prints(CurveProvider curves) throws Exception {
        JsonNode example = example("ecdh-es.json");
        PrivateKey key = curves.parsed(Curve.X25519, privateKey("X25519", X25519_PKCS8, example.at("/input/key")));
        byte[] epk = Base64Url.decode(
                example.at("/encrypting_content/protected/epk/x").stringValue());
        byte[] secret = curves.agree(Curve.X25519, key, curves.parsed(Curve.X25519, Curve.X25519.spki(epk)))
                .orElseThrow();
        String[] parts = example.at("/output/compact").stringValue().split("\\.", -1);
        byte[] plain = new EcdhEs(Curve.X25519)
                .decrypt(
                        new JWEHeader(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM),
                        secret,
                        parts,
                        parts[0].getBytes(US_ASCII));
        assertThat(new String(plain, UTF_8))
                .isEqualTo(example.at("/input/plaintext").stringValue());
    }

    @Test
    void lets_in_no_example_of_other_algorithms() {
        TestSystem.Registry registry = new TestSystem.Registry(folder);
        OwnKeys hub = registry.system("hub/hub", "Ed25519");
        Members members = registry.members();
        JoseEnvelopes envelopes =
                new JoseEnvelopes(hub, () -> members, InstantSource.fixed(TestSystem.NOW), CurveProvider.best());
        long tried = Vectors.files("jose-cookbook").stream()
                .map(file -> Vectors.json(file).at("/output/compact"))
                .filter(JsonNode::isString)
                .peek(compact -> {
                    byte[] bytes = compact.stringValue().getBytes(US_ASCII);
                    assertThat(envelopes.open(bytes)).isInstanceOf(Outcome.Refused.class);
                    assertThat(envelopes.verify(bytes)).isInstanceOf(Outcome.Refused.class);
                })
                .count();
        assertThat(tried).isGreaterThan(10);
    }
}
