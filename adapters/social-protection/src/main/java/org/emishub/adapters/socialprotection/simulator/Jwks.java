package org.emishub.adapters.socialprotection.simulator;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hub's published signing keys (RFC 7517, RFC 8037), fetched when first needed and again for a key id not seen before, then at most every ten seconds. */
public final class Jwks implements Keys {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI address;
    private Map<String, PublicKey> keys = Map.of();
    private long fetchedAt;

    public Jwks(HttpClient http, URI address) {
        this.http = http;
        this.address = address;
    }

    @Override
    public synchronized Optional<PublicKey> find(String keyId) {
        boolean due = keys.isEmpty() || System.nanoTime() - fetchedAt > REST.toNanos();
        if (!keys.containsKey(keyId) && due) {
            keys = fetch();
            fetchedAt = System.nanoTime();
        }
        return Optional.ofNullable(keys.get(keyId));
    }

    private Map<String, PublicKey> fetch() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
            return parse(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    /** The keys of a JWK set that are for signatures and of a kind we know; others are passed over (RFC 7517, section 5). */
    public static Map<String, PublicKey> parse(String set) {
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonNode jwk : JsonMapper.shared().readTree(set).path("keys")) {
            if (jwk.path("use").asString("").equals("sig")) {
                key(jwk).ifPresent(key -> keys.put(jwk.path("kid").asString(""), key));
            }
        }
        return keys;
    }

    private static Optional<PublicKey> key(JsonNode jwk) {
        try {
            return switch (jwk.path("kty").asString("") + " " + jwk.path("crv").asString("")) {
                case "OKP Ed25519" -> Optional.of(ed25519(bytes(jwk, "x")));
                case "EC P-256" -> Optional.of(p256(bytes(jwk, "x"), bytes(jwk, "y")));
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PublicKey ed25519(byte[] x) throws GeneralSecurityException {
        byte[] bigEndian = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            bigEndian[i] = x[x.length - 1 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static PublicKey p256(byte[] x, byte[] y) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static byte[] bytes(JsonNode jwk, String name) {
        return Base64.getUrlDecoder().decode(jwk.path(name).asString(""));
    }
}
