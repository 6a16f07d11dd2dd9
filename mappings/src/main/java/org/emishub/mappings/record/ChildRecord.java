package org.emishub.mappings.record;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;

/**
 * What one system holds about one child, on one day.
 *
 * <p>Values are keyed by concrete catalogue paths ({@code child.birthDate}, {@code immunization[0].vaccine}); only fields of the catalogue, in their
 * Java type, can be in it. A field that is absent is unknown: unknown is never "no".
 */
public final class ChildRecord {
    private static final Pattern INDEX = Pattern.compile("\\[(0|[1-9][0-9]{0,3})]");

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

    /** All values by concrete path, sorted, unmodifiable. */
    public SortedMap<String, Object> values() {
        return values;
    }

    /** The catalogue path of a concrete one: {@code immunization[3].vaccine} becomes {@code immunization[*].vaccine}. */
    public static String cataloguePath(String concretePath) {
        return concretePath.indexOf('[') < 0
                ? concretePath
                : INDEX.matcher(concretePath).replaceFirst("[*]");
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
         * @throws IllegalArgumentException when the catalogue has no such field, or its type is another
         */
        public Builder put(String path, Object value) {
            Field field = FieldCatalogue.standard()
                    .find(cataloguePath(path))
                    .orElseThrow(() -> new IllegalArgumentException("no field '" + path + "' in the catalogue"));
            if (field.repeats() == path.contains("[*]")
                    || !field.type().javaType().isInstance(value)) {
                throw new IllegalArgumentException("'" + path + "' takes one " + field.type());
            }
            if (!field.answers().isEmpty() && !field.answers().contains(value)) {
                throw new IllegalArgumentException("'" + path + "' has no such answer");
            }
            values.put(path, value);
            return this;
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
