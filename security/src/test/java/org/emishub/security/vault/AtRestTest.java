package org.emishub.security.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.emishub.outside.OutsideMaterial;
import org.emishub.security.Vectors;
import org.emishub.security.Vectors.Wycheproof;
import org.junit.jupiter.api.Test;

class AtRestTest {
    private final AtRest atRest = new AtRest(new SecretKeySpec(new byte[32], "AES"));

    @Property(tries = 100)
    void opens_what_it_sealed_for_the_same_use_only(@ForAll byte[] plain, @ForAll String context) {
        byte[] sealed = atRest.seal(context, plain);
        assertThat(atRest.open(context, sealed)).isEqualTo(plain);
        assertThatThrownBy(() -> atRest.open(context + "x", sealed)).isInstanceOf(SecurityException.class);
        assertThat(atRest.seal(context, plain)).isNotEqualTo(sealed);
    }

    @Test
    void opens_nothing_that_was_altered_or_sealed_elsewhere() {
        byte[] sealed = atRest.seal("inbox education/emis m-1", "payload".getBytes(UTF_8));
        for (int at = 0; at < sealed.length; at++) {
            byte[] altered = sealed.clone();
            altered[at] ^= 1;
            assertThatThrownBy(() -> atRest.open("inbox education/emis m-1", altered))
                    .isInstanceOf(SecurityException.class);
        }
        byte[] other = new byte[32];
        other[0] = 1;
        assertThatThrownBy(() -> new AtRest(new SecretKeySpec(other, "AES")).open("inbox education/emis m-1", sealed))
                .isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> atRest.open("", new byte[0])).isInstanceOf(SecurityException.class);
    }

    @Test
    @OutsideMaterial
    void opens_every_valid_wycheproof_vector_and_no_invalid_one() {
        Vectors.wycheproof("aes_gcm_test.json")
                .filter(vector -> vector.group().get("ivSize").asInt() == 8 * Aes.NONCE_BYTES)
                .forEach(AtRestTest::check);
    }

    private static void check(Wycheproof vector) {
        SecretKey key = new SecretKeySpec(vector.bytes("key"), "AES");
        byte[] sealed = concat(vector.bytes("iv"), concat(vector.bytes("ct"), vector.bytes("tag")));
        if (vector.valid()) {
            assertThat(Aes.open(key, 0, vector.bytes("aad"), sealed)).isEqualTo(vector.bytes("msg"));
        } else {
            assertThatThrownBy(() -> Aes.open(key, 0, vector.bytes("aad"), sealed))
                    .as(vector.test().toString())
                    .isInstanceOf(SecurityException.class);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
