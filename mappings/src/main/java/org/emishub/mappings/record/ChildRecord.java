package org.emishub.mappings.record;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.codes.CodeList;

/**
 * What one system holds about one child, on one day.
 *
 * <p>Values are keyed by concrete catalogue paths ({@code child.birthDate}, {@code immunization[0].vaccine}); only fields of the catalogue, in their
 * Java type and with canonical codes, can be in it. A field that is absent is unknown: unknown is never "no".
 */
public final class ChildRecord {
    private final String source;
    private final LocalDate asOf;
    private final SortedMap<String, Object> values;

    private ChildRecord(String source, LocalDate asOf, SortedMap<String, Object> values) {
        this.source = source;
        this.asOf = asOf;
        this.values = values;
    }

    /**
     * Starts an empty record.
     *
     * @param source the connected system that holds it, {@code organisation/system}
     * @param asOf the day for which its values hold
     */
    public static Builder from(String source, LocalDate asOf) {
        return new Builder(source, asOf);
    }

    /** The connected system that holds these values, {@code organisation/system}. */
    public String source() {
        return source;
    }

    public LocalDate asOf() {
        return asOf;
    }

    public Optional<Object> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** The value as its catalogue Java type; empty when unknown. */
    public <T> Optional<T> value(String path, Class<T> type) {
        return value(path).map(type::cast);
    }

    public Optional<String> text(String path) {
        return value(path, String.class);
    }

    /** The identifier under which cases, consents and sealed children are kept; empty where the record does not hold it. */
    public Optional<String> identifier() {
        return text("child.id");
    }

    /** All values by concrete path, sorted, unmodifiable. */
    public SortedMap<String, Object> values() {
        return values;
    }

    /** The catalogue path of a concrete one: {@code immunization[3].vaccine} becomes {@code immunization[*].vaccine}. */
    public static String cataloguePath(String concretePath) {
        int open = concretePath.indexOf('[');
        int close = open < 0 ? -1 : concretePath.indexOf(']', open);
        return isIndex(concretePath, open + 1, close)
                ? concretePath.substring(0, open) + "[*]" + concretePath.substring(close + 1)
                : concretePath;
    }

    /** Whether an index of at most four digits without leading zeros stands there; by hand, as every value of every record passes here. */
    private static boolean isIndex(String path, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 4 || (digits > 1 && path.charAt(from) == '0')) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (path.charAt(i) < '0' || path.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChildRecord that
                && source.equals(that.source)
                && asOf.equals(that.asOf)
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names only: a record never prints what it holds. */
    @Override
    public String toString() {
        return "ChildRecord[" + source + ", " + asOf + ", " + values.keySet() + "]";
    }

    /** Collects values, each checked against the catalogue. */
    public static final class Builder {
        private final String source;
        private final LocalDate asOf;
        private final SortedMap<String, Object> values = new TreeMap<>();

        private Builder(String source, LocalDate asOf) {
            this.source = source;
            this.asOf = asOf;
        }

        /**
         * Puts one value.
         *
         * @throws IllegalArgumentException when the catalogue has no such field, its type is another, the text is blank, or the word or code is not in its list;
         *     the message names the field and never the value
         */
        public Builder put(String path, Object value) {
            Field field = FieldCatalogue.standard()
                    .find(cataloguePath(path))
                    .orElseThrow(() -> new IllegalArgumentException("no field '" + path + "' in the catalogue"));
            if (path.contains("[*]") || !field.type().javaType().isInstance(value)) {
                throw new IllegalArgumentException("'" + path + "' takes one " + field.type());
            }
            if (value instanceof String text) {
                check(field, path, text);
            }
            // A number with blanks around it is the same number: what is sealed under one spelling is sealed under
            // every.
            values.put(path, field.type() == FieldType.IDENTIFIER ? ((String) value).strip() : value);
            return this;
        }

        private static void check(Field field, String path, String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("'" + path + "' is blank; leave out what is unknown");
            }
            if (field.type() == FieldType.ANSWER && !field.answers().contains(text)) {
                throw new IllegalArgumentException("'" + path + "' has no such answer");
            }
            if (field.type() == FieldType.CODE
                    && !CodeList.standard(field.codes()).has(text)) {
                throw new IllegalArgumentException("'" + path + "' takes a code of the list '" + field.codes() + "'");
            }
        }

        /** Puts one value where there is one. */
        public Builder put(String path, Optional<?> value) {
            value.ifPresent(v -> put(path, v));
            return this;
        }

        public Builder putAll(Map<String, ?> all) {
            all.forEach(this::put);
            return this;
        }

        public ChildRecord build() {
            return new ChildRecord(source, asOf, Collections.unmodifiableSortedMap(new TreeMap<>(values)));
        }
    }
}
