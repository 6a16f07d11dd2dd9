package org.emishub.security.envelope;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Which library computes on the elliptic curves; AES and SHA-256 stay with the JDK, which is fastest at them.
 *
 * <p>Every operation takes a new {@code Signature} or {@code KeyAgreement}: one shared between threads has been a real vulnerability elsewhere.
 */
public final class CurveProvider {
    /** System property that forces a choice: {@code accp}, {@code bc} or {@code jdk}. */
    public static final String PROPERTY = "emishub.curves";

    private static final String ACCP = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final int ES256_BYTES = 64;

    private final String name;
    private final Provider signing;
    private final Provider p256;
    private final Provider x25519;

    private CurveProvider(String name, Provider signing, Provider p256, Provider x25519) {
        this.name = name;
        this.signing = signing;
        this.p256 = p256;
        this.x25519 = x25519;
    }

    /**
     * Amazon Corretto Crypto Provider where its native library loads (with Bouncy Castle for X25519, which it lacks), else Bouncy Castle.
     *
     * @throws IllegalStateException when the system property {@value #PROPERTY} names one that is not there
     */
    public static CurveProvider best() {
        return switch (System.getProperty(PROPERTY, "")) {
            case "accp" -> accp().orElseThrow(() -> new IllegalStateException("ACCP does not load here"));
            case "bc" -> bouncyCastle();
            case "jdk" -> jdk();
            case "" -> accp().orElseGet(CurveProvider::bouncyCastle);
            default -> throw new IllegalStateException(PROPERTY + " is accp, bc or jdk");
        };
    }

    /** Empty where its native library does not load or fails its self-test. */
    static Optional<CurveProvider> accp() {
        try {
            Provider accp = (Provider) Class.forName(ACCP).getField("INSTANCE").get(null);
            accp.getClass().getMethod("assertHealthy").invoke(accp);
            Provider bc = new BouncyCastleProvider();
            return Optional.of(new CurveProvider(
                    "ACCP " + accp.getVersionStr() + ", X25519 by Bouncy Castle " + bc.getVersionStr(),
                    accp,
                    accp,
                    bc));
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }

    static CurveProvider bouncyCastle() {
        Provider bc = new BouncyCastleProvider();
        return new CurveProvider("Bouncy Castle " + bc.getVersionStr(), bc, bc, bc);
    }

    static CurveProvider jdk() {
        Provider sun = Security.getProvider("SunEC");
        return new CurveProvider("JDK " + Runtime.version().feature(), sun, sun, sun);
    }

    /** For people and benchmarks. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    /** The key as this provider wants it, so that it is parsed once and not at each use. */
    PublicKey parsed(Curve curve, byte[] spki) {
        try {
            return factory(curve).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a public key of " + curve + " cannot be read", e);
        }
    }

    /** As {@link #parsed(Curve, byte[])}; a key that does not leave its device stays as it is. */
    PrivateKey parsed(Curve curve, PrivateKey key) {
        if (key.getFormat() == null) {
            return key;
        }
        try {
            return factory(curve).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a private key of " + curve + " cannot be read", e);
        }
    }

    KeyPair ephemeral(Curve curve) {
        try {
            if (curve == Curve.X25519) {
                return KeyPairGenerator.getInstance("X25519", x25519).generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", p256);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no ephemeral key of " + curve, e);
        }
    }

    /** The shared secret (RFC 7748, SEC 1 section 3.3.1); empty when the other key gives none that is secret. */
    Optional<byte[]> agree(Curve curve, PrivateKey own, PublicKey other) {
        try {
            String algorithm = curve == Curve.X25519 ? "X25519" : "ECDH";
            Provider provider = curve == Curve.X25519 ? x25519 : p256;
            KeyAgreement agreement = own.getFormat() == null
                    ? KeyAgreement.getInstance(algorithm)
                    : KeyAgreement.getInstance(algorithm, provider);
            agreement.init(own);
            agreement.doPhase(other, true);
            byte[] secret = agreement.generateSecret();
            return allZero(secret) ? Optional.empty() : Optional.of(secret);
        } catch (InvalidKeyException | IllegalStateException e) {
            // The JDK and Bouncy Castle say so of a point of small order, whose secret everybody knows (RFC 7748,
            // section 6.1).
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot agree on " + curve, e);
        }
    }

    private static boolean allZero(byte[] secret) {
        int bits = 0;
        for (byte b : secret) {
            bits |= b;
        }
        return bits == 0;
    }

    /** Signs; the signature is in JOSE form (RFC 7518 section 3.4, RFC 8037 section 3.1). */
    byte[] sign(Curve curve, PrivateKey key, byte[] data) {
        try {
            Signature signature = key.getFormat() == null
                    ? Signature.getInstance(curve == Curve.P256 ? "SHA256withECDSAinP1363Format" : "Ed25519")
                    : signature(curve);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with " + curve, e);
        }
    }

    boolean verify(Curve curve, PublicKey key, byte[] data, byte[] signature) {
        if (signature.length != ES256_BYTES) {
            return false;
        }
        try {
            Signature verifier = signature(curve);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot verify with " + curve, e);
        }
    }

    private Signature signature(Curve curve) throws GeneralSecurityException {
        if (curve == Curve.ED25519) {
            return Signature.getInstance("Ed25519", signing);
        }
        boolean bc = p256 instanceof BouncyCastleProvider;
        return Signature.getInstance(bc ? "SHA256withPLAIN-ECDSA" : "SHA256withECDSAinP1363Format", p256);
    }

    private KeyFactory factory(Curve curve) throws GeneralSecurityException {
        return switch (curve) {
            case X25519 -> KeyFactory.getInstance("X25519", x25519);
            case P256 -> KeyFactory.getInstance("EC", p256);
            // ACCP has no key factory for Ed25519 and takes the JDK's keys.
            case ED25519 ->
                signing.getService("KeyFactory", "Ed25519") != null
                        ? KeyFactory.getInstance("Ed25519", signing)
                        : KeyFactory.getInstance("Ed25519");
        };
    }
}
