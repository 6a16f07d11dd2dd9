package org.emishub.mappings.identity;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.emishub.mappings.record.ChildRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a child for telling it from others.
 *
 * @param nationalId national personal number; compared without spaces and hyphens
 * @param familyName in any script
 * @param givenName in any script
 * @param sex {@code male} or {@code female}; {@code unknown} is as good as absent
 */
public record Description(
        @Nullable String nationalId,
        @Nullable String familyName,
        @Nullable String givenName,
        @Nullable LocalDate birthDate,
        @Nullable String sex) {
    public Description {
        nationalId = nationalId == null
                ? null
                : nationalId.replace(" ", "").replace("-", "").toUpperCase(Locale.ROOT);
        sex = "unknown".equals(sex) ? null : sex;
    }

    /** What a record tells; names in Latin letters stand in for absent ones in the child's own script. */
    public static Description of(ChildRecord record) {
        return new Description(
                record.text("child.id").orElse(null),
                either(record, "child.familyName", "child.familyNameLatin").orElse(null),
                either(record, "child.givenName", "child.givenNameLatin").orElse(null),
                record.value("child.birthDate", LocalDate.class).orElse(null),
                record.text("child.sex").orElse(null));
    }

    private static Optional<String> either(ChildRecord record, String first, String second) {
        return record.text(first).or(() -> record.text(second));
    }

    /** Never prints what it holds. */
    @Override
    public String toString() {
        return "Description[]";
    }
}
