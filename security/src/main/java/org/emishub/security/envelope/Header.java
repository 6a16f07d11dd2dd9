package org.emishub.security.envelope;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JOSE header read by an allow-list: what is not on it ({@code zip}, {@code crit}, {@code jku}, {@code x5u}, {@code jwk}, ...) refuses the message. */
record Header(ObjectNode json) {
    private static final int MAX_CHARACTERS = 4_096;
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Reads a header part.
     *
     * @throws NotWellFormed when it holds anything but {@code allowed}
     */
    static Header read(String part, Set<String> allowed) {
        if (part.length() > MAX_CHARACTERS) {
            throw new NotWellFormed("header: too long");
        }
        ObjectNode json = StrictJson.object(Base64Url.decode(part));
        if (!allowed.containsAll(json.propertyNames())) {
            throw new NotWellFormed("header: a parameter that is not allowed");
        }
        return new Header(json);
    }

    /** The text of a parameter; empty when it is absent. */
    String text(String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            return "";
        }
        if (!value.isString()) {
            throw new NotWellFormed("header: " + name + " is not text");
        }
        return value.stringValue();
    }

    String kid() {
        String kid = text("kid");
        if (!KID.matcher(kid).matches()) {
            throw new NotWellFormed("header: kid");
        }
        return kid;
    }

    void require(String name, List<String> values) {
        if (!values.contains(text(name))) {
            throw new NotWellFormed("header: " + name);
        }
    }

    /** The ephemeral public key (RFC 7518 section 4.6.1.1, RFC 8037 section 3.2) as SubjectPublicKeyInfo; empty when it is of another curve. */
    Optional<byte[]> ephemeralKey(Curve curve) {
        if (!(json.get("epk") instanceof ObjectNode epk)) {
            throw new NotWellFormed("header: epk");
        }
        Header key = new Header(epk);
        boolean edwards = curve == Curve.X25519;
        if (!key.text("crv").equals(edwards ? "X25519" : "P-256")) {
            return Optional.empty();
        }
        Set<String> names = edwards ? Set.of("kty", "crv", "x") : Set.of("kty", "crv", "x", "y");
        if (!names.equals(Set.copyOf(epk.propertyNames())) || !key.text("kty").equals(edwards ? "OKP" : "EC")) {
            throw new NotWellFormed("header: epk");
        }
        byte[] x = Base64Url.decode(key.text("x"));
        return Optional.of(curve.spki(edwards ? x : point(x, Base64Url.decode(key.text("y")))));
    }

    private static byte[] point(byte[] x, byte[] y) {
        if (x.length != 32 || y.length != 32) {
            throw new NotWellFormed("epk: not a point of the curve");
        }
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(x, 0, point, 1, 32);
        System.arraycopy(y, 0, point, 33, 32);
        return point;
    }
}
