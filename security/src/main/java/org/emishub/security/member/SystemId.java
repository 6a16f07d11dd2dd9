package org.emishub.security.member;

import java.util.regex.Pattern;

/** A connected system, {@code organisation/system} (X-Road: subsystem); both parts {@code [a-z0-9-]+}. */
public record SystemId(String organisation, String system) implements Comparable<SystemId> {
    private static final Pattern PART = Pattern.compile("[a-z0-9-]{1,40}");

    public SystemId {
        if (!PART.matcher(organisation).matches() || !PART.matcher(system).matches()) {
            throw new IllegalArgumentException("a system is written organisation/system, [a-z0-9-]+");
        }
    }

    /**
     * Reads {@code organisation/system}.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static SystemId of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a system is written organisation/system, [a-z0-9-]+");
        }
        return new SystemId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(SystemId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return organisation + "/" + system;
    }
}
