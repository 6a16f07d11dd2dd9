package org.emishub.deployment.campaign.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the hub opens what this seals, and the other way round, {@link LoadTest} shows. */
class JoseTest {
    private final KeyPair signing = pair("Ed25519");
    private final KeyPair agreement = pair("X25519");
    private final Jose.Own own = new Jose.Own(signing.getPrivate(), "s", agreement.getPrivate(), "a");
    private final Jose.To self = new Jose.To(agreement.getPublic(), "a");
    private final Map<String, PublicKey> signers = Map.of("s", signing.getPublic());

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_was_sealed_opens_with_its_signature() throws Jose.Invalid {
        byte[] claims = "{\"jti\":\"m-1\"}".getBytes(UTF_8);
        Jose.Signed opened = Jose.open(Jose.seal(claims, own, self), own, signers);
        assertThat(opened.kid()).isEqualTo("s");
        assertThat(opened.payload()).isEqualTo(claims);
        assertThat(opened.claims().path("jti").asString("")).isEqualTo("m-1");
    }

    @Test
    void what_was_altered_anywhere_does_not_open() {
        byte[] sealed = Jose.seal("{}".getBytes(UTF_8), own, self);
        for (int i = 0; i < sealed.length; i += 7) {
            byte[] altered = sealed.clone();
            altered[i] = (byte) (altered[i] == 'B' ? 'C' : 'B');
            assertThatThrownBy(() -> Jose.open(altered, own, signers)).isInstanceOf(Jose.Invalid.class);
        }
    }

    @Test
    void another_signer_or_another_recipient_is_told() {
        byte[] sealed = Jose.seal("{}".getBytes(UTF_8), own, self);
        assertThatThrownBy(() -> Jose.open(sealed, own, Map.of())).hasMessageContaining("unknown key");
        Jose.Own other = new Jose.Own(signing.getPrivate(), "s", pair("X25519").getPrivate(), "b");
        assertThatThrownBy(() -> Jose.open(sealed, other, signers)).hasMessageContaining("another key");
        String signed = Jose.sign("{}".getBytes(UTF_8), own);
        Map<String, PublicKey> wrong = Map.of("s", pair("Ed25519").getPublic());
        assertThatThrownBy(() -> Jose.verify(signed, wrong)).hasMessageContaining("does not hold");
        assertThat(new String(sealed, ISO_8859_1).split("\\.")).hasSize(5);
    }
}
