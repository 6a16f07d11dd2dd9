package org.emishub.security.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.emishub.outside.OutsideMaterial;
import org.emishub.security.Vectors;
import org.emishub.security.Vectors.Wycheproof;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@OutsideMaterial
class WycheproofTest {
    /** JDK 17 refuses valid signatures whose point had to be reduced, which no one meets by chance (2^-128); it errs on the safe side. */
    private static final Set<String> JDK_REFUSES =
            Set.of("k*G has a large x-coordinate", "r = 3, x = n + 3 is the smallest possible x with a reduction");

    static Stream<CurveProvider> providers() {
        return JoseEnvelopesTest.providers();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ed25519_accepts_every_valid_signature_and_no_invalid_one(CurveProvider curves) {
        Vectors.wycheproof("ed25519_test.json")
                .forEach(vector -> check(curves, Curve.ED25519, vector, vector.bytes("sig")));
    }

    /** The vectors are in DER; what has no JOSE form ({@code r || s}, 32 bytes each) cannot reach the check. */
    @ParameterizedTest
    @MethodSource("providers")
    void es256_accepts_every_valid_signature_and_no_invalid_one(CurveProvider curves) {
        long applied = Vectors.wycheproof("ecdsa_secp256r1_sha256_test.json")
                .filter(vector -> jose(vector.bytes("sig")).isPresent())
                .peek(vector -> check(
                        curves, Curve.P256, vector, jose(vector.bytes("sig")).orElseThrow()))
                .count();
        assertThat(applied).isGreaterThan(200);
    }

    private static void check(CurveProvider curves, Curve curve, Wycheproof vector, byte[] signature) {
        if (vector.valid()
                && curves.name().startsWith("JDK")
                && JDK_REFUSES.contains(vector.test().get("comment").stringValue())) {
            return;
        }
        PublicKey key = curves.parsed(curve, vector.ofGroup("publicKeyDer"));
        assertThat(curves.verify(curve, key, vector.bytes("msg"), signature))
                .as(curves + " " + vector.test())
                .isEqualTo(vector.valid());
    }

    private static Optional<byte[]> jose(byte[] der) {
        try {
            ASN1Sequence sequence = ASN1Sequence.getInstance(der);
            if (sequence.size() != 2 || !Arrays.equals(sequence.getEncoded("DER"), der)) {
                return Optional.empty();
            }
            BigInteger r = ASN1Integer.getInstance(sequence.getObjectAt(0)).getValue();
            BigInteger s = ASN1Integer.getInstance(sequence.getObjectAt(1)).getValue();
            if (r.signum() < 0 || s.signum() < 0 || r.bitLength() > 256 || s.bitLength() > 256) {
                return Optional.empty();
            }
            byte[] both = new byte[64];
            put(r, both, 32);
            put(s, both, 64);
            return Optional.of(both);
        } catch (IllegalArgumentException | java.io.IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static void put(BigInteger number, byte[] into, int end) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, into, end - length, length);
    }
}
