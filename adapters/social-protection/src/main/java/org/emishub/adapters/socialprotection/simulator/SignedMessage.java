package org.emishub.adapters.socialprotection.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A DCI message as a peer of the hub writes and checks it. */
record SignedMessage(String signature, String header, String message) {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)=\"([^\"]*)\"");

    static SignedMessage read(byte[] body) {
        Map<String, String> members = RawMembers.of(new String(body, StandardCharsets.UTF_8));
        String signature = members.getOrDefault("\"signature\"", "\"\"");
        return new SignedMessage(
                JsonMapper.shared().readTree(signature).asString(""),
                members.getOrDefault("\"header\"", "{}"),
                members.getOrDefault("\"message\"", "{}"));
    }

    static SignedMessage sign(Identity self, JsonNode header, JsonNode message, Instant now) {
        String head = JsonMapper.shared().writeValueAsString(header);
        String body = JsonMapper.shared().writeValueAsString(message);
        String created = Long.toString(now.getEpochSecond());
        String expires = Long.toString(now.getEpochSecond() + 120);
        String value = Base64.getEncoder().encodeToString(self.sign(SigningString.of(created, expires, head, body)));
        String key = self.system() + "|" + self.keyId() + "|" + self.algorithm();
        String signature = "Signature: namespace=\"spdci\", kidId=\"" + key + "\", algorithm=\"" + self.algorithm()
                + "\", created=\"" + created + "\", expires=\"" + expires
                + "\", headers=\"(created) (expires) digest\", signature=\"" + value + "\"";
        return new SignedMessage(signature, head, body);
    }

    byte[] bytes() {
        String text = "{\"signature\":" + JsonMapper.shared().writeValueAsString(signature) + ",\"header\":" + header
                + ",\"message\":" + message + "}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    JsonNode headerNode() {
        return JsonMapper.shared().readTree(header);
    }

    JsonNode messageNode() {
        return JsonMapper.shared().readTree(message);
    }

    /** Whether {@code sender} signed this message and the signature may be used now. */
    boolean signedBy(String sender, Keys keys, Instant now) {
        Map<String, String> parameters = parameters();
        String[] key = parameters.getOrDefault("kidId", "").split("\\|", -1);
        String algorithm = parameters.getOrDefault("algorithm", "");
        if (key.length != 3 || !key[0].equals(sender) || !key[2].equals(algorithm)) {
            return false;
        }
        Optional<PublicKey> publicKey = keys.find(key[1]);
        return publicKey.isPresent() && timely(parameters, now) && verifies(publicKey.get(), algorithm, parameters);
    }

    private boolean verifies(PublicKey key, String algorithm, Map<String, String> parameters) {
        try {
            Signature check = Signature.getInstance(SigningString.javaName(algorithm));
            check.initVerify(key);
            check.update(SigningString.of(
                    parameters.getOrDefault("created", ""), parameters.getOrDefault("expires", ""), header, message));
            return check.verify(Base64.getDecoder().decode(parameters.getOrDefault("signature", "")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean timely(Map<String, String> parameters, Instant now) {
        try {
            return Long.parseLong(parameters.getOrDefault("created", "")) <= now.getEpochSecond() + 60
                    && Long.parseLong(parameters.getOrDefault("expires", "")) >= now.getEpochSecond();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(signature);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        return parameters;
    }
}
