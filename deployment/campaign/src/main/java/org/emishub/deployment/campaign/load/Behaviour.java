package org.emishub.deployment.campaign.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a receiver does with a request; read anew for each one. */
public enum Behaviour {
    /** Does it once, writes it down, signs. */
    NORMAL,
    /** Takes the request and says nothing. */
    HANG,
    HTTP_500,
    HTTP_400,
    /** Says 200 and did nothing; its body is no receipt. */
    OK_WITHOUT_EFFECT,
    /** Does it, then closes the connection. */
    EFFECT_THEN_DROP,
    /** Does it, then signs for something else. */
    WRONG_RECEIPT,
    /** Does it, then sends its receipt a byte at a time, slower than anybody should wait. */
    DRIP;

    /** The behaviour as its file spells it: {@code effect-then-drop}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the file says now; {@link #NORMAL} when there is none. */
    public static Behaviour in(Path file) {
        try {
            String word = Files.readString(file).strip();
            return word.isEmpty()
                    ? NORMAL
                    : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IOException e) {
            return NORMAL;
        }
    }

    /** Has a receiver that reads this file behave so from its next request on. */
    public void into(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, word());
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
