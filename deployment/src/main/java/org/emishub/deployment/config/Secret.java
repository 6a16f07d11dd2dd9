package org.emishub.deployment.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A secret that a setting refers to; prints as nothing. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** A secret that the hub made itself. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** Follows {@code file:PATH} or {@code env:NAME}; the secret itself is never written into a setting. */
    static Secret of(Setting setting, Path base, Map<String, String> environment) {
        if (setting.text().startsWith("file:")) {
            return fromFile(setting, base.resolve(setting.text().substring("file:".length())));
        }
        if (setting.text().startsWith("env:")) {
            String value = environment.get(setting.text().substring("env:".length()));
            if (value != null && !value.isEmpty()) {
                return new Secret(value);
            }
            throw setting.error("the environment variable it names is not set", "Set the variable.");
        }
        // The value is not repeated: it may be the secret itself.
        throw setting.error("a secret may not be written here", "Write file:PATH or env:NAME.");
    }

    private static Secret fromFile(Setting setting, Path file) {
        try {
            String text = Files.readString(file).strip();
            if (!text.isEmpty()) {
                return new Secret(text);
            }
            throw setting.error("the file it names is empty", "Write the secret into it.");
        } catch (IOException e) {
            throw setting.error("the file it names cannot be read", "Make it readable for the hub's user, mode 0600.");
        }
    }

    /** The secret, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
