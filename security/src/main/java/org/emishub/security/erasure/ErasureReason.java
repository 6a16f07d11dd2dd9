package org.emishub.security.erasure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a child is erased; a closed list, because a free text would say who it is and stay for good.
 *
 * <p>The first six are the grounds of GDPR article 17 (1).
 */
public enum ErasureReason {
    NO_LONGER_NEEDED("what was kept is no longer needed for what it was kept for"),
    CONSENT_WITHDRAWN("consent was withdrawn and there is no other ground"),
    OBJECTION_UPHELD("an objection was upheld"),
    UNLAWFUL("it was processed unlawfully"),
    LEGAL_DUTY("the law asks for it"),
    CHILD_ASKED("it was collected from a child for an online service"),
    /** What the law of some states adds. */
    COURT_ORDER("a court or the supervisory authority ordered it"),
    ENTERED_IN_ERROR("it was entered in error, or for the wrong child"),
    RETENTION_OVER("the time for which it may be kept is over");

    private final String words;

    ErasureReason(String words) {
        this.words = words;
    }

    /** The same for people to read. */
    public String words() {
        return words;
    }

    /** By its code, as {@code NO_LONGER_NEEDED} or {@code no-longer-needed}, or by its words. */
    public static Optional<ErasureReason> of(String text) {
        String code = text.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(code) || reason.words.equalsIgnoreCase(text.strip()))
                .findFirst();
    }
}
