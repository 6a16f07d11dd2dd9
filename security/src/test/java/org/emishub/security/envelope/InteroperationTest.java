package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.emishub.outside.NeedsTool;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Others open what we seal, and we what they seal: libraries that share no code with the hub. */
class InteroperationTest {
    private static final SystemId HUB = SystemId.of("hub/hub");
    private static final SystemId SCHOOLS = SystemId.of("education/schools");

    /** Signs and encrypts, or decrypts and verifies, the file {@code claims} or {@code sealed} with the keys beside it. */
    private static final String JWCRYPTO =
            """
            import json, sys
            from jwcrypto import jwk, jws, jwe
            key = lambda name: jwk.JWK.from_json(open(name).read())
            if sys.argv[1] == 'seal':
                own, other, alg = key('signing'), key('recipient'), sys.argv[2]
                inner = jws.JWS(open('claims', 'rb').read())
                inner.allowed_algs = ['EdDSA', 'ES256']
                kid = json.loads(open('signing').read())['kid']
                inner.add_signature(own, None, json.dumps({'alg': 'EdDSA' if own.get('kty') == 'OKP' else 'ES256', 'kid': kid}), None)
                kid = json.loads(open('recipient').read())['kid']
                outer = jwe.JWE(inner.serialize(compact=True).encode(),
                                json.dumps({'alg': alg, 'enc': 'A256GCM', 'kid': kid, 'cty': 'JWT'}))
                outer.add_recipient(other)
                sys.stdout.write(outer.serialize(compact=True))
            else:
                outer = jwe.JWE()
                outer.deserialize(open('sealed').read(), key=key('agreement'))
                inner = jws.JWS()
                inner.allowed_algs = ['EdDSA', 'ES256']
                inner.deserialize(outer.payload.decode())
                inner.verify(key('sender'))
                sys.stdout.buffer.write(inner.payload)
            """;

    @TempDir
    Path folder;

    private OwnKeys hubKeys;
    private OwnKeys schoolKeys;
    private JoseEnvelopes hub;

    private void register(String curve) throws IOException {
        Path registryFolder = Files.createDirectory(folder.resolve("members"));
        TestSystem.Registry registry = new TestSystem.Registry(registryFolder);
        hubKeys = registry.system("hub/hub", curve);
        schoolKeys = registry.system("education/schools", curve);
        Members members = registry.members();
        hub = new JoseEnvelopes(hubKeys, () -> members, InstantSource.fixed(TestSystem.NOW), CurveProvider.best());
        write("signing", JwkPair.privateJwk(schoolKeys.signing().get(0)));
        write("agreement", JwkPair.privateJwk(schoolKeys.keyAgreement().get(0)));
        write("recipient", JwkPair.publicJwk(hubKeys.keyAgreement().get(0)));
        write("sender", JwkPair.publicJwk(hubKeys.signing().get(0)));
        Files.write(folder.resolve("claims"), Claims.write(TestSystem.message(SCHOOLS, HUB)));
        Files.write(folder.resolve("sealed"), hub.seal(TestSystem.message(HUB, SCHOOLS)));
    }

    private void write(String name, JsonNode json) throws IOException {
        Files.write(folder.resolve(name), StrictJson.bytes(json));
    }

    private void opens(String sealed) {
        Outcome<Opened> opened = hub.open(sealed.strip().getBytes(US_ASCII));
        assertThat(opened).as(opened.toString()).isInstanceOf(Outcome.Ok.class);
        assertThat(((Outcome.Ok<Opened>) opened).value().message()).isEqualTo(TestSystem.message(SCHOOLS, HUB));
    }

    private static void isOurs(String claims) {
        assertThat(claims.getBytes(UTF_8)).isEqualTo(Claims.write(TestSystem.message(HUB, SCHOOLS)));
    }

    @Test
    @NeedsTool("jose")
    void opens_what_the_jose_command_seals_on_p256() throws IOException {
        register("P-256");
        OwnKey signing = schoolKeys.signing().get(0);
        write(
                "jws.template",
                StrictJson.newObject()
                        .set(
                                "protected",
                                StrictJson.newObject().put("alg", "ES256").put("kid", signing.kid())));
        String signed =
                Tool.run(folder, "jose", "jws", "sig", "-I", "claims", "-s", "jws.template", "-k", "signing", "-c");
        Files.writeString(folder.resolve("signed"), signed.strip());
        write(
                "jwe.template",
                StrictJson.newObject()
                        .set(
                                "protected",
                                StrictJson.newObject()
                                        .put("alg", "ECDH-ES+A256KW")
                                        .put("enc", "A256GCM")
                                        .put("cty", "JWT")
                                        .put(
                                                "kid",
                                                hubKeys.keyAgreement().get(0).kid())));
        opens(Tool.run(folder, "jose", "jwe", "enc", "-i", "jwe.template", "-I", "signed", "-k", "recipient", "-c"));
    }

    @Test
    @NeedsTool("jose")
    void the_jose_command_opens_what_we_seal_on_p256() throws IOException {
        register("P-256");
        String signed = Tool.run(folder, "jose", "jwe", "dec", "-i", "sealed", "-k", "agreement");
        Files.writeString(folder.resolve("signed"), signed);
        isOurs(Tool.run(folder, "jose", "jws", "ver", "-i", "signed", "-k", "sender", "-O", "-"));
    }

    private String python() {
        Optional<String> python = List.of("/usr/bin/python3", "python3").stream()
                .filter(command -> Tool.succeeds(folder, command, "-c", "import jwcrypto"))
                .findFirst();
        assumeTrue(python.isPresent(), "not installed: python3-jwcrypto");
        return python.orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519 ECDH-ES+A256KW", "Ed25519 ECDH-ES", "P-256 ECDH-ES+A256KW", "P-256 ECDH-ES"})
    @Tag("tool")
    void opens_what_jwcrypto_seals(String curveAndAlgorithm) throws IOException {
        String python = python();
        register(curveAndAlgorithm.split(" ")[0]);
        opens(Tool.run(folder, python, "-c", JWCRYPTO, "seal", curveAndAlgorithm.split(" ")[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "P-256"})
    @Tag("tool")
    void jwcrypto_opens_what_we_seal(String curve) throws IOException {
        String python = python();
        register(curve);
        isOurs(Tool.run(folder, python, "-c", JWCRYPTO, "open"));
    }
}
