package org.emishub.mappings.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;

/** What kind of value a field holds; the Java class is the only one accepted in a {@code ChildRecord}. */
public enum FieldType {
    TEXT(String.class),
    IDENTIFIER(String.class),
    /** A code of the canonical list that the field names. */
    CODE(String.class),
    /** One word of the closed list that the field names, derived from other fields; {@code unknown} (for a row of a batch {@code not found}) is always in it. */
    ANSWER(String.class),
    DATE(LocalDate.class),
    INTEGER(Long.class),
    DECIMAL(BigDecimal.class),
    BOOLEAN(Boolean.class);

    private final Class<?> javaType;

    FieldType(Class<?> javaType) {
        this.javaType = javaType;
    }

    public Class<?> javaType() {
        return javaType;
    }
}
