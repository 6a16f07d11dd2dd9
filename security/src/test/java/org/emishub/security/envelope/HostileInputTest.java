package org.emishub.security.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;

/** Whatever arrives, the answer is a refusal and never a fault. */
class HostileInputTest {
    private static final SystemId HUB = SystemId.of("hub/hub");
    private static final SystemId SCHOOLS = SystemId.of("education/schools");

    private final Forger forger;
    private final JoseEnvelopes hub;
    private final byte[] sealed;
    private final String signed;

    HostileInputTest() throws IOException {
        Path folder = Files.createTempDirectory("members");
        TestSystem.Registry registry = new TestSystem.Registry(folder);
        OwnKeys hubKeys = registry.system("hub/hub", "Ed25519");
        OwnKeys schoolKeys = registry.system("education/schools", "Ed25519");
        Members members = registry.members();
        InstantSource clock = InstantSource.fixed(TestSystem.NOW);
        hub = new JoseEnvelopes(hubKeys, () -> members, clock, CurveProvider.best());
        sealed = new JoseEnvelopes(schoolKeys, () -> members, clock, CurveProvider.best())
                .seal(TestSystem.message(SCHOOLS, HUB));
        forger = new Forger(schoolKeys.signing().get(0), hubKeys.keyAgreement().get(0));
        signed = forger.signed(
                new String(Claims.write(TestSystem.message(SCHOOLS, HUB)), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Property(tries = 300)
    void any_bytes_are_refused(@ForAll byte[] bytes) {
        assertThat(hub.open(bytes)).isInstanceOf(Outcome.Refused.class);
        assertThat(hub.verify(bytes)).isInstanceOf(Outcome.Refused.class);
        assertThat(hub.open(forger.encrypted(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Property(tries = 500)
    void every_change_of_one_byte_is_refused(@ForAll @IntRange(max = 100_000) int anywhere, @ForAll byte replacement) {
        byte[] altered = sealed.clone();
        altered[anywhere % altered.length] = replacement;
        if (!Arrays.equals(altered, sealed)) {
            assertThat(hub.open(altered)).isInstanceOf(Outcome.Refused.class);
        }
        byte[] inner = signed.getBytes(US_ASCII);
        inner[anywhere % inner.length] = (byte) (replacement & 0x7f);
        if (!Arrays.equals(inner, signed.getBytes(US_ASCII))) {
            assertThat(hub.open(forger.encrypted(new String(inner, US_ASCII)))).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Property(tries = 200)
    void every_truncation_is_refused(@ForAll @IntRange(max = 100_000) int anywhere) {
        assertThat(hub.open(Arrays.copyOf(sealed, anywhere % sealed.length))).isInstanceOf(Outcome.Refused.class);
    }

    @Property(tries = 200)
    void any_claims_are_refused_or_read_but_never_a_fault(@ForAll String claims) {
        assertThat(hub.open(forger.encrypted(forger.signed(claims)))).isInstanceOf(Outcome.Refused.class);
    }

    @Property(tries = 200)
    void any_ephemeral_key_is_refused(@ForAll @Size(32) byte[] x) {
        byte[] other = Forger.withHeader(
                sealed, header -> header.replaceFirst("\"x\":\"[^\"]+\"", "\"x\":\"" + Base64Url.encode(x) + "\""));
        assertThat(hub.open(other)).isInstanceOf(Outcome.Refused.class);
    }
}
