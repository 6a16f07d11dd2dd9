package org.emishub.adapters.education.simulator;

import java.util.List;

/**
 * A student as the register has it; a text that is not known is empty, dates are written as {@code 2016-03-01}.
 *
 * @param id the register's key of the person
 * @param number the student's number that people know
 * @param nationalId national personal number
 * @param sex {@code male}, {@code female} or {@code unspecified}
 * @param district the register's code of the district of the home
 * @param status the register's word: on the roll is {@code "enrolled"}, {@code "suspended"}; not any more {@code "left"}, {@code "transferred"},
 *     {@code "graduated"}
 */
public record EmisStudent(
        String id,
        String number,
        String nationalId,
        Name name,
        String birthDate,
        String sex,
        String language,
        String nationality,
        String district,
        String address,
        String phone,
        boolean sealed,
        String schoolId,
        String classId,
        String grade,
        String enrolledFrom,
        String enrolledTo,
        String status,
        boolean repeated,
        Support support,
        List<Guardian> guardians) {
    public EmisStudent {
        guardians = List.copyOf(guardians);
    }

    /** Names in the person's own script, and in Latin letters where the register has them. */
    public record Name(String family, String given, String patronymic, String familyLatin, String givenLatin) {}

    /**
     * A guardian; the same person may be the guardian of several students.
     *
     * @param relation {@code mother}, {@code father}, {@code grandmother}, ...
     */
    public record Guardian(String id, Name name, String relation, String phone, String nationalId, String language) {}

    /**
     * Support in school.
     *
     * @param needed {@code yes}, {@code no}, or empty
     * @param kind the register's code ({@code IEP}, {@code TA}, ...)
     */
    public record Support(String needed, String kind, String from, String to, boolean assistant, boolean transport) {
        /** Nothing is known. */
        public static final Support NONE = new Support("", "", "", "", false, false);
    }

    /** Prints no person. */
    @Override
    public String toString() {
        return "EmisStudent";
    }
}
