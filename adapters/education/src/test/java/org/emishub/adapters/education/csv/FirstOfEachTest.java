package org.emishub.adapters.education.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.emishub.mappings.codes.Mapping.Unmapped;
import org.junit.jupiter.api.Test;

class FirstOfEachTest {
    @Test
    void hands_on_a_code_once_and_no_more_than_anybody_would_map() {
        List<Unmapped> queue = new ArrayList<>();
        FirstOfEach first = new FirstOfEach(queue::add);
        for (int i = 0; i < 20_000; i++) {
            first.add(new Unmapped("education/emis", "grade", "same"));
            first.add(new Unmapped("education/emis", "grade", "other " + i));
        }
        assertThat(queue).hasSize(10_000).doesNotHaveDuplicates();
    }
}
