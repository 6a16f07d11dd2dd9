package org.emishub.adapters.education.snapshot;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.emishub.mappings.identity.Description;
import org.emishub.mappings.identity.Names;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.vault.ChildVault;

/** The blind hashes by which the snapshot's rows are found; each column has its own domain, so that columns cannot be joined. */
record Blinds(ChildVault vault) {
    /** So few letters that spellings which are alike meet, and a birthday's children do not. */
    private static final int PREFIX = 2;

    /** Of the register's sourcedId. */
    UUID child(String sourcedId) {
        return blind("education.child", sourcedId);
    }

    UUID attendance(String sourcedId) {
        return blind("education.attendance", sourcedId);
    }

    UUID emis(String emisId) {
        return blind("education.emis", emisId);
    }

    Optional<UUID> national(ChildRecord record) {
        return Optional.ofNullable(Description.of(record).nationalId()).map(id -> blind("education.national", id));
    }

    /** Of a child on the roll of a school: the same hash means the same enrolment. */
    UUID enrolled(String sourcedId, String school) {
        return blind("education.enrolled", sourcedId + "\n" + school);
    }

    /** Of the birth date and the beginning of each name, in any script and in either order. */
    Set<UUID> names(ChildRecord record) {
        return names(record, Blinds::prefix);
    }

    /** The beginning of a name's comparable form; costly enough that a load keeps those of common names. */
    static String prefix(String name) {
        String folded = Names.fold(name);
        return folded.substring(0, Math.min(PREFIX, folded.length()));
    }

    /** As {@link #names(ChildRecord)}, with {@link #prefix} done by the caller. */
    Set<UUID> names(ChildRecord record, UnaryOperator<String> prefixOf) {
        Optional<LocalDate> birth = record.value("child.birthDate", LocalDate.class);
        Set<UUID> names = new HashSet<>();
        birth.ifPresent(day -> Stream.of("familyName", "givenName", "familyNameLatin", "givenNameLatin")
                .flatMap(part -> record.text("child." + part).stream())
                .map(prefixOf)
                .filter(prefix -> !prefix.isEmpty())
                .distinct()
                .forEach(prefix -> names.add(blind("education.name", day + "\n" + prefix))));
        return names;
    }

    private UUID blind(String domain, String value) {
        String hex = vault.blind(domain, value);
        return new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }
}
