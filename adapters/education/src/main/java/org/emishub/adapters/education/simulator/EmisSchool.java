package org.emishub.adapters.education.simulator;

import java.util.List;

/**
 * A school as the register has it.
 *
 * @param id the register's key of the school
 * @param district the register's code of the district it lies in ({@code SUGHD}, {@code KATO-61}, or an ISO 3166-2 code)
 */
public record EmisSchool(String id, String name, String district, List<EmisClass> classes) {
    public EmisSchool {
        classes = List.copyOf(classes);
    }

    /**
     * A class of the school.
     *
     * @param grade {@code KG} or two digits
     * @param language ISO 639 code of the language of teaching
     * @param shift from 1
     */
    public record EmisClass(String id, String title, String grade, String language, int shift) {}
}
