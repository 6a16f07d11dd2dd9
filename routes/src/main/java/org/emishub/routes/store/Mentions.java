package org.emishub.routes.store;

/** Whether a text names an identifier, and not one that only begins or ends like it. */
public final class Mentions {
    private Mentions() {}

    public static boolean of(String identifier, String text) {
        for (int at = text.indexOf(identifier); at >= 0; at = text.indexOf(identifier, at + 1)) {
            int end = at + identifier.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end)))) {
                return true;
            }
        }
        return false;
    }
}
