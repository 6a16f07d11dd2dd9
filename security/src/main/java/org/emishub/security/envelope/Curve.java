package org.emishub.security.envelope;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.emishub.security.json.NotWellFormed;

/** The curves of the hub protocol, and how their public keys are spelt (RFC 8410, RFC 5480, RFC 8037, RFC 7518). */
enum Curve {
    ED25519("302a300506032b6570032100", 32, "EdDSA"),
    X25519("302a300506032b656e032100", 32, ""),
    /** The raw form is the uncompressed point, {@code 04 || x || y}. */
    P256("3059301306072a8648ce3d020106082a8648ce3d030107034200", 65, "ES256");

    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /** What stands before the raw key in SubjectPublicKeyInfo, hex. */
    private final String spkiPrefix;

    private final int rawLength;
    private final String signatureAlgorithm;

    Curve(String spkiPrefix, int rawLength, String signatureAlgorithm) {
        this.spkiPrefix = spkiPrefix;
        this.rawLength = rawLength;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /** The JOSE name of signatures by this curve; empty for a curve that only agrees. */
    String signatureAlgorithm() {
        return signatureAlgorithm;
    }

    /** The curve of a key; empty for keys the hub protocol does not use (RSA, other curves). */
    static Optional<Curve> of(PublicKey key) {
        String spki = HexFormat.of().formatHex(key.getEncoded());
        return Arrays.stream(values())
                .filter(curve -> spki.startsWith(curve.spkiPrefix)
                        && spki.length() == curve.spkiPrefix.length() + 2 * curve.rawLength)
                .findFirst();
    }

    byte[] raw(PublicKey key) {
        byte[] spki = key.getEncoded();
        return Arrays.copyOfRange(spki, spki.length - rawLength, spki.length);
    }

    /**
     * SubjectPublicKeyInfo of a raw key from outside.
     *
     * @throws NotWellFormed when it is no point of the curve: agreeing with such a one leaks the private key
     */
    byte[] spki(byte[] raw) {
        if (raw.length != rawLength || (this == P256 && !onP256(raw))) {
            throw new NotWellFormed("epk: not a point of the curve");
        }
        return ByteBuffer.allocate(spkiPrefix.length() / 2 + rawLength)
                .put(HexFormat.of().parseHex(spkiPrefix))
                .put(raw)
                .array();
    }

    private static boolean onP256(byte[] raw) {
        BigInteger x = new BigInteger(1, raw, 1, 32);
        BigInteger y = new BigInteger(1, raw, 33, 32);
        BigInteger right = x.pow(3).subtract(x.multiply(THREE)).add(B).mod(P);
        return raw[0] == 4
                && x.compareTo(P) < 0
                && y.compareTo(P) < 0
                && y.pow(2).mod(P).equals(right);
    }
}
