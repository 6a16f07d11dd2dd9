package org.emishub.adapters.education.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.identity.Match;
import org.emishub.mappings.record.Answers;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Period;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.TableProvider;
import org.emishub.security.vault.ChildVault;

/** Answers for the school register from its snapshot: {@code enrolment} and {@code attendance} of a child, and {@code enrolment} of all to be counted. */
public final class EducationProvider implements Provider, TableProvider {
    private static final String ENROLMENT = "enrolment";
    private static final String ATTENDANCE = "attendance";

    private final DataSource dataSource;
    private final ChildVault vault;
    private final Blinds blinds;
    private final String provider;

    /** @param provider whose snapshot it is, {@code organisation/system} */
    public EducationProvider(DataSource dataSource, ChildVault vault, String provider) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.blinds = new Blinds(vault);
        this.provider = provider;
    }

    @Override
    public boolean heldByHub() {
        return true;
    }

    @Override
    public Found find(Question question) {
        ChildRecord.Builder subject = ChildRecord.from(provider, LocalDate.EPOCH);
        question.subject().fields().forEach((path, value) -> {
            if (identifies(path, value)) {
                subject.put(path, value);
            }
        });
        return find(question.about(), subject.build(), question.period());
    }

    /** A generalised value (a birth year) has another type than its field: it cannot tell children apart and is left out. */
    private static boolean identifies(String path, Object value) {
        return FieldCatalogue.standard()
                .find(ChildRecord.cataloguePath(path))
                .filter(field -> field.type().javaType().isInstance(value))
                .isPresent();
    }

    /** As {@link #find(Question)}, for a subject that is at hand as a record. */
    Found find(String about, ChildRecord subject, Optional<Period> period) {
        if (!about.equals(ENROLMENT) && !about.equals(ATTENDANCE)) {
            throw new SystemFault("BAD_QUESTION", "the school register has no " + about, true);
        }
        try (Connection connection = dataSource.getConnection()) {
            Lookup.Result result = new Lookup(connection, vault, blinds, provider).find(subject);
            if (result.child().isEmpty()) {
                return notFound(result.match());
            }
            StoredChild child = result.child().get();
            AttendanceTable table = new AttendanceTable(connection, vault, blinds, provider);
            Optional<Period> asked = period.isPresent() ? period : table.latest(child.sourcedId());
            Optional<AttendanceTable.Known> known =
                    asked.isPresent() ? Optional.of(table.of(child.sourcedId(), asked.get())) : Optional.empty();
            return new Found.Match(record(about, child, known));
        } catch (SQLException e) {
            throw new SystemFault("UNREACHABLE", "the snapshot is not available", false);
        }
    }

    private static Found notFound(Match match) {
        if (match instanceof Match.Multiple) {
            return new Found.Multiple();
        }
        return match instanceof Match.Vetoed ? new Found.Vetoed() : new Found.None();
    }

    /** The record's day is that of the part which was asked about. */
    private ChildRecord record(String about, StoredChild child, Optional<AttendanceTable.Known> known) {
        ChildRecord held = child.record(provider).build();
        LocalDate asOf = about.equals(ATTENDANCE)
                ? known.flatMap(AttendanceTable.Known::asOf).orElse(child.asOf())
                : child.asOf();
        ChildRecord.Builder record = ChildRecord.from(provider, asOf).putAll(held.values());
        known.ifPresent(attendance -> {
            record.put("attendance.periodFrom", attendance.period().from());
            record.put("attendance.periodTo", attendance.period().to());
            record.putAll(attendance.values());
        });
        return record.put("attendance.condition", Answers.derive("attendance.condition", record.build()))
                .build();
    }

    /** Children on a school's roll; {@code asOf} can be no other day than that of the last package, which each record says. */
    @Override
    public Stream<ChildRecord> records(String about, LocalDate asOf) {
        if (!about.equals(ENROLMENT)) {
            throw new SystemFault("BAD_QUESTION", "the school register cannot count " + about, true);
        }
        return AllChildren.stream(dataSource, vault, provider)
                .map(child -> child.record(provider).build())
                .filter(record -> isEnrolled(record.values()));
    }

    private static boolean isEnrolled(Map<String, Object> values) {
        return "yes".equals(values.get("enrolment.enrolled"));
    }
}
