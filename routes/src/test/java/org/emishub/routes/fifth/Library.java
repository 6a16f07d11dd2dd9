package org.emishub.routes.fifth;

import java.time.LocalDate;
import java.util.Map;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.security.member.SystemId;

/** A learning platform that keeps its pupils by number and calls classes by its own names. */
final class Library implements Provider {
    private static final SystemId ID = SystemId.of("learning/library");
    private static final Map<String, String> CLASS_BY_NUMBER = Map.of("1234567890123", "4-а");

    private Library() {}

    /** The one line by which it joins the others. */
    static ConnectedSystem system() {
        return ConnectedSystem.of(ID).answering(new Library());
    }

    @Override
    public Found find(Question question) {
        String number = (String) question.subject().fields().get("child.id");
        String className = number == null ? null : CLASS_BY_NUMBER.get(number);
        return className == null
                ? new Found.None()
                : new Found.Match(ChildRecord.from(ID.toString(), LocalDate.of(2026, 10, 1))
                        .put("child.id", number)
                        .put("child.familyName", "Раҳимова")
                        .put("enrolment.className", className)
                        .build());
    }
}
