package org.emishub.adapters.socialprotection.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.emishub.adapters.socialprotection.Golden;
import org.junit.jupiter.api.Test;

class AttendanceAnswersTest {
    @Test
    void writes_every_disclosed_field_by_its_path_and_no_other() {
        var answer = AttendanceAnswers.answer(org.emishub.adapters.socialprotection.Attendance.disclosure());

        String written = answer.getSource() + " " + answer.getAsOf() + "\n"
                + answer.getField().stream()
                        .map(field -> field.getPath() + "=" + field.getValue() + "\n")
                        .collect(Collectors.joining());
        assertThat(written).isEqualTo(Golden.text("attendance.soap.txt"));
    }
}
