package org.emishub.adapters.socialprotection.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** The members of a JSON object with their values as they are written, so that a signature can be checked over what really arrived. */
final class RawMembers {
    private final String text;
    private int at;

    private RawMembers(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is not one JSON object, or names a member twice */
    static Map<String, String> of(String text) {
        return new RawMembers(text).read();
    }

    private Map<String, String> read() {
        Map<String, String> members = new LinkedHashMap<>();
        expect('{');
        while (peek() != '}') {
            String name = value();
            expect(':');
            if (members.put(name, value()) != null) {
                throw new IllegalArgumentException("a member stands twice");
            }
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        if (!text.substring(at).isBlank()) {
            throw new IllegalArgumentException("more than one value");
        }
        return members;
    }

    /** One value, from its first to its last character. */
    private String value() {
        peek();
        int start = at;
        int depth = 0;
        do {
            char c = current();
            if (c == '"') {
                skipString();
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        } while (depth > 0 || ",:}]".indexOf(peek()) < 0);
        return text.substring(start, at).strip();
    }

    private void skipString() {
        at++;
        while (current() != '"') {
            at += current() == '\\' ? 2 : 1;
        }
        at++;
    }

    /** The next character that is not space. */
    private char peek() {
        while (Character.isWhitespace(current())) {
            at++;
        }
        return current();
    }

    private char current() {
        if (at >= text.length()) {
            throw new IllegalArgumentException("ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw new IllegalArgumentException("not a JSON object");
        }
        at++;
    }
}
