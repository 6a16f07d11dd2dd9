package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.member.TestAuthority;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.refusal.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoseEnvelopesTest {
    private static final SystemId HUB = SystemId.of("hub/hub");
    private static final SystemId SCHOOLS = SystemId.of("education/schools");

    @TempDir
    Path folder;

    private OwnKeys hubKeys;
    private OwnKeys schoolKeys;
    private OwnKeys otherKeys;
    private Members members;
    private JoseEnvelopes hub;
    private JoseEnvelopes schools;
    private Forger forger;

    @BeforeEach
    void register() {
        TestSystem.Registry registry = new TestSystem.Registry(folder);
        hubKeys = registry.system("hub/hub", "Ed25519");
        schoolKeys = registry.system("education/schools", "Ed25519");
        otherKeys = registry.system("health/register", "P-256");
        members = registry.members();
        hub = envelopes(hubKeys, CurveProvider.best());
        schools = envelopes(schoolKeys, CurveProvider.best());
        forger = new Forger(schoolKeys.signing().get(0), hubKeys.keyAgreement().get(0));
    }

    private JoseEnvelopes envelopes(OwnKeys own, CurveProvider curves) {
        return new JoseEnvelopes(own, () -> members, InstantSource.fixed(TestSystem.NOW), curves);
    }

    private static Refusal refusal(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).refusal();
    }

    private void refuses(byte[] sealed, Code code) {
        assertThat(refusal(hub.open(sealed)).code()).isEqualTo(code);
    }

    private static String claims() {
        return new String(Claims.write(TestSystem.message(SCHOOLS, HUB)), UTF_8);
    }

    static Stream<CurveProvider> providers() {
        return Stream.concat(
                Stream.of(CurveProvider.bouncyCastle(), CurveProvider.jdk()), CurveProvider.accp().stream());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void what_one_provider_seals_every_other_opens(CurveProvider sealing) {
        for (CurveProvider opening : providers().toList()) {
            for (OwnKeys sender : List.of(schoolKeys, otherKeys)) {
                Message message = TestSystem.message(sender.system(), HUB);
                byte[] sealed = envelopes(sender, sealing).seal(message);
                assertThat(envelopes(hubKeys, opening).open(sealed))
                        .isInstanceOfSatisfying(Outcome.Ok.class, ok -> assertThat(((Opened) ok.value()).message())
                                .isEqualTo(message));
                Message back = TestSystem.message(HUB, sender.system());
                assertThat(envelopes(sender, opening)
                                .open(envelopes(hubKeys, sealing).seal(back)))
                        .isInstanceOf(Outcome.Ok.class);
            }
        }
    }

    @Test
    void hashes_the_payload_exactly_as_it_was_signed() throws Exception {
        String spaced = claims().replace("\"jti\":", " \"jti\" : ");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(spaced.getBytes(UTF_8));
        Outcome<Opened> opened = hub.open(forger.encrypted(forger.signed(spaced)));
        assertThat(((Outcome.Ok<Opened>) opened).value().payloadHash())
                .isEqualTo(HexFormat.of().formatHex(hash));
    }

    @Test
    void seals_the_same_message_never_twice_to_the_same_bytes() {
        Message message = TestSystem.message(SCHOOLS, HUB);
        assertThat(schools.seal(message)).isNotEqualTo(schools.seal(message));
    }

    @Test
    void refuses_an_altered_envelope() {
        byte[] sealed = schools.seal(TestSystem.message(SCHOOLS, HUB));
        int[] dots = java.util.stream.IntStream.range(0, sealed.length)
                .filter(i -> sealed[i] == '.')
                .toArray();
        for (int part : new int[] {1, 2, 3}) {
            byte[] altered = sealed.clone();
            int at = dots[part] + 2;
            altered[at] = (byte) (altered[at] == 'A' ? 'B' : 'A');
            refuses(altered, Code.BAD_SIGNATURE);
        }
        refuses(Forger.withHeader(sealed, header -> header.replace("{", "{ ")), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_an_altered_payload() {
        String[] parts = forger.signed(claims()).split("\\.");
        parts[1] = Base64Url.encode(claims().replace("query", "event").getBytes(UTF_8));
        refuses(forger.encrypted(String.join(".", parts)), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_what_is_encrypted_to_another() {
        refuses(hub.seal(TestSystem.message(HUB, SCHOOLS)), Code.NOT_FOR_US);
    }

    @Test
    void refuses_what_was_signed_for_another_and_encrypted_anew_to_us() {
        String forOther = claims().replace("\"aud\":\"hub/hub\"", "\"aud\":\"health/register\"");
        refuses(forger.encrypted(forger.signed(forOther)), Code.NOT_FOR_US);
    }

    @Test
    void refuses_what_has_expired() {
        Message message = TestSystem.message(SCHOOLS, HUB);
        JoseEnvelopes later = new JoseEnvelopes(
                hubKeys, () -> members, InstantSource.fixed(message.expiresAt()), CurveProvider.best());
        assertThat(refusal(later.open(schools.seal(message))).code()).isEqualTo(Code.EXPIRED);
    }

    @Test
    void refuses_what_is_not_signed() {
        String none = Base64Url.encode(forger.header().replace("EdDSA", "none").getBytes(UTF_8));
        refuses(forger.encrypted(none + "." + Base64Url.encode(claims().getBytes(UTF_8)) + "."), Code.BAD_SIGNATURE);
        refuses(forger.encrypted(claims()), Code.MALFORMED);
    }

    @Test
    void refuses_a_key_that_nobody_registered() {
        OwnKey stranger = new OwnKey(
                TestAuthority.keyPair("Ed25519").getPrivate(),
                new TestAuthority("elsewhere")
                        .issue("stranger", TestAuthority.keyPair("Ed25519"), KeyUsage.digitalSignature));
        Forger unknown = new Forger(stranger, hubKeys.keyAgreement().get(0));
        refuses(unknown.encrypted(unknown.signed(claims())), Code.UNKNOWN_MEMBER);
    }

    @Test
    void refuses_another_key_under_a_registered_name() {
        OwnKey posing = new OwnKey(
                TestAuthority.keyPair("Ed25519").getPrivate(),
                schoolKeys.signing().get(0).certificate());
        Forger other = new Forger(posing, hubKeys.keyAgreement().get(0));
        refuses(other.encrypted(other.signed(claims())), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_a_sender_who_signs_with_the_key_of_another_member() {
        Forger other =
                new Forger(otherKeys.signing().get(0), hubKeys.keyAgreement().get(0));
        refuses(other.encrypted(other.signed(claims())), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_an_algorithm_that_is_not_the_registered_keys() {
        String header = forger.header().replace("EdDSA", "ES256");
        refuses(forger.encrypted(forger.signed(header, claims())), Code.BAD_SIGNATURE);
    }

    @Test
    void refuses_what_is_too_large_before_looking_at_it() {
        refuses(new byte[Envelopes.MAX_BYTES + 1], Code.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "....", "a.b.c.d", "a.b.c.d.e.f", "e30.e30.e30.e30.e30", "\u0000.a.a.a.a"})
    void refuses_what_is_no_envelope(String text) {
        refuses(text.getBytes(UTF_8), Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"zip\":\"DEF\",",
                "\"crit\":[\"exp\"],",
                "\"jku\":\"https://example.org\",",
                "\"x5u\":\"\",",
                "\"jwk\":{},",
                "\"x5c\":[],",
                "\"apu\":\"QQ\",",
                "\"alg\":\"dir\",",
                "\"p2c\":1,",
                "\"kid\":5,",
                "\"\\u0061lg\":\"ECDH-ES\","
            })
    void refuses_a_header_parameter_that_is_not_on_the_list_or_repeated(String parameter) {
        byte[] sealed = schools.seal(TestSystem.message(SCHOOLS, HUB));
        refuses(
                Forger.withHeader(sealed, header -> header.replace("{\"alg\"", "{" + parameter + "\"alg\"")),
                Code.MALFORMED);
        String header = forger.header().replace("{\"alg\"", "{" + parameter + "\"alg\"");
        refuses(forger.encrypted(forger.signed(header, claims())), Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"A256GCM\"|\"A128GCM\"", "\"A256GCM\"|\"A256CBC-HS512\"", "ECDH-ES+A256KW|ECDH-ES+A128KW",
                "ECDH-ES+A256KW|ECDH-ES", "ECDH-ES+A256KW|dir", "\"cty\":\"JWT\"|\"cty\":\"text\"",
                ",\"cty\":\"JWT\"|", "\"crv\":\"X25519\"|\"crv\":\"P-256\"", "\"kty\":\"OKP\"|\"kty\":\"EC\"",
                "\"kty\"|\"d\":\"AA\",\"kty\"", "{\"kty\":|[{\"kty\":"
            })
    void refuses_another_algorithm_or_key_form(String change) {
        String[] fromTo = change.split("\\|", -1);
        byte[] sealed = schools.seal(TestSystem.message(SCHOOLS, HUB));
        refuses(Forger.withHeader(sealed, header -> header.replace(fromTo[0], fromTo[1])), Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "==", " ", "\n", "+", "/"})
    void refuses_base64url_that_is_not_strict(String appended) {
        String sealed = new String(schools.seal(TestSystem.message(SCHOOLS, HUB)), US_ASCII);
        refuses((sealed + appended).getBytes(US_ASCII), Code.MALFORMED);
        refuses(forger.encrypted(forger.signed(claims()) + appended), Code.MALFORMED);
        refuses(sealed.replaceFirst("\\.", appended + ".").getBytes(US_ASCII), Code.MALFORMED);
    }

    @Test
    void refuses_a_second_spelling_of_the_same_bytes() {
        String sealed = new String(schools.seal(TestSystem.message(SCHOOLS, HUB)), US_ASCII);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        // A tag of 16 bytes leaves four unused bits in its last character.
        char last = alphabet.charAt(alphabet.indexOf(sealed.charAt(sealed.length() - 1)) + 1);
        refuses((sealed.substring(0, sealed.length() - 1) + last).getBytes(US_ASCII), Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jti\":\"m-1\"|\"jti\":\"m 1\"",
                "\"jti\":\"m-1\"|\"jti\":7",
                "\"jti\":\"m-1\",|",
                "\"knd\":\"query\"|\"knd\":\"order\"",
                "\"iss\":\"education/schools\"|\"iss\":\"Education\"",
                "\"content\":{|\"extra\":1,\"content\":{",
                "\"content\":{|\"nbf\":1,\"irt\":\"x\",\"content\":{",
                "\"jti\"|\"jti\":\"m-2\",\"jti\"",
                "}}|}} {}",
                "}}|}},",
                "}}|}",
                "\"iat\":|\"iat\":1e",
                "\"iat\":|\"iat\":-",
                "\"question\"|\"q\\ud800\""
            })
    void refuses_claims_that_are_not_exactly_these(String change) {
        String[] fromTo = change.split("\\|", -1);
        assertThat(claims()).contains(fromTo[0]);
        refuses(forger.encrypted(forger.signed(claims().replace(fromTo[0], fromTo[1]))), Code.MALFORMED);
    }

    @Test
    void refuses_times_that_no_honest_clock_gives() {
        long now = TestSystem.NOW.getEpochSecond();
        String iat = "\"iat\":" + now;
        String exp = "\"exp\":" + (now + 300);
        refuses(forger.encrypted(forger.signed(claims().replace(iat, "\"iat\":" + (now + 61)))), Code.MALFORMED);
        refuses(forger.encrypted(forger.signed(claims().replace(exp, "\"exp\":" + (now + 86_401)))), Code.MALFORMED);
        refuses(forger.encrypted(forger.signed(claims().replace(exp, "\"exp\":" + now))), Code.MALFORMED);
        assertThat(hub.open(forger.encrypted(forger.signed(claims().replace(iat, "\"iat\":" + (now + 60))))))
                .isInstanceOf(Outcome.Ok.class);
    }

    @Test
    void refuses_json_beyond_the_limits() {
        String deep = "[".repeat(70) + "]".repeat(70);
        String many = "9".repeat(101);
        String notText = new String(
                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String content : List.of(
                "{\"a\":" + deep + "}",
                "{\"a\":" + many + "}",
                "{\"a\":1e999999999}",
                "{\"a\":[1e-999999999]}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{a:1}")) {
            refuses(
                    forger.encrypted(
                            forger.signed(claims().replaceAll("\"content\":.*", "\"content\":" + content + "}"))),
                    Code.MALFORMED);
        }
        assertThatThrownBy(() -> StrictJson.object(
                        ("{\"a\":" + notText + "}").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .hasMessage("json: not UTF-8");
    }

    @Test
    void refuses_points_that_would_leak_the_private_key() {
        byte[] offCurve = new byte[65];
        offCurve[0] = 4;
        offCurve[64] = 1;
        assertThatThrownBy(() -> Curve.P256.spki(offCurve)).hasMessage("epk: not a point of the curve");
        byte[] raw = Curve.P256.raw(otherKeys.signing().get(0).certificate().getPublicKey());
        assertThat(Curve.P256.spki(raw)).isNotEmpty();
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        byte[] pBytes = p.toByteArray();
        System.arraycopy(pBytes, pBytes.length - 32, offCurve, 1, 32);
        assertThatThrownBy(() -> Curve.P256.spki(offCurve)).hasMessage("epk: not a point of the curve");

        String zero = Base64Url.encode(new byte[32]);
        byte[] sealed = schools.seal(TestSystem.message(SCHOOLS, HUB));
        byte[] known =
                Forger.withHeader(sealed, header -> header.replaceFirst("\"x\":\"[^\"]+\"", "\"x\":\"" + zero + "\""));
        providers().forEach(provider -> assertThat(
                        refusal(envelopes(hubKeys, provider).open(known)).code())
                .isEqualTo(Code.MALFORMED));
    }

    @Test
    void signs_receipts_that_members_verify_and_nobody_can_alter() {
        byte[] receipt = hub.sign(StrictJson.newObject().put("sequence", 7)).getBytes(US_ASCII);
        Outcome<Envelopes.Signed> verified = schools.verify(receipt);
        Envelopes.Signed signed = ((Outcome.Ok<Envelopes.Signed>) verified).value();
        assertThat(signed.signer()).isEqualTo(HUB);
        assertThat(signed.claims().get("sequence").asInt()).isEqualTo(7);
        String altered = new String(receipt, US_ASCII)
                .replaceFirst("\\.[^.]+\\.", "." + Base64Url.encode("{\"sequence\":8}".getBytes(UTF_8)) + ".");
        assertThat(refusal(schools.verify(altered.getBytes(US_ASCII))).code()).isEqualTo(Code.BAD_SIGNATURE);
    }

    @Test
    void speaks_p256_to_a_member_that_does_where_it_has_such_a_key() {
        OwnKeys both = new OwnKeys(
                HUB, List.of(hubKeys.signing().get(0), otherKeys.signing().get(0)), hubKeys.keyAgreement());
        JoseEnvelopes bilingual = envelopes(both, CurveProvider.best());
        String toP256 = bilingual.sign(StrictJson.newObject().put("aud", "health/register"));
        String toEd25519 = bilingual.sign(StrictJson.newObject().put("aud", "education/schools"));
        assertThat(new String(Base64Url.decode(toP256.split("\\.")[0]), UTF_8)).contains("ES256");
        assertThat(new String(Base64Url.decode(toEd25519.split("\\.")[0]), UTF_8))
                .contains("EdDSA");
    }

    @Test
    void signs_for_an_audience_nobody_knows_with_its_first_key() {
        assertThat(hub.sign(StrictJson.newObject().put("aud", "not a system"))).isNotEmpty();
    }

    @Test
    void seals_only_our_own_messages_and_only_to_members_with_a_key() {
        assertThatThrownBy(() -> hub.seal(TestSystem.message(SCHOOLS, HUB)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hub.seal(TestSystem.message(HUB, SystemId.of("nobody/here"))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lends_its_signing_key_to_adapters_without_showing_it() {
        HubProtocolSigner signer = new HubProtocolSigner(schoolKeys.signing().get(0), CurveProvider.best());
        MemberProtocolVerifier verifier = new MemberProtocolVerifier(() -> members, CurveProvider.best());
        byte[] data = "header".getBytes(UTF_8);
        byte[] signature = signer.sign(data);
        assertThat(verifier.signer(signer.keyId(), data, signature)).contains(SCHOOLS);
        assertThat(verifier.signer(otherKeys.signing().get(0).kid(), data, signature))
                .isEmpty();
        assertThat(verifier.signer("unknown", data, signature)).isEmpty();
        assertThat(schoolKeys.toString()).doesNotContain("PrivateKey");
    }

    @Test
    void publishes_its_public_keys_and_nothing_private() {
        String jwks = new String(Jwks.of(hubKeys), UTF_8);
        assertThat(jwks)
                .contains("\"Ed25519\"", "\"X25519\"", hubKeys.signing().get(0).kid())
                .doesNotContain("\"d\"");
    }
}
