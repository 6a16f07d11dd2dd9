package org.emishub.adapters.education.simulator;

/**
 * A student's month.
 *
 * @param month {@code 2026-09}
 * @param lastAttended a day, or empty
 * @param reason the register's code of the main reason of absence ({@code IL}, {@code WO}, ...), or empty
 */
public record EmisAttendance(
        String studentId,
        String month,
        int sessions,
        int absences,
        int excused,
        int unexcused,
        int late,
        String lastAttended,
        String reason) {}
