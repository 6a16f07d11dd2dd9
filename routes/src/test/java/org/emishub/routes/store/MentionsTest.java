package org.emishub.routes.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MentionsTest {
    @Test
    void finds_an_identifier_wherever_it_stands_by_itself() {
        for (String text : new String[] {"c1", "{\"child.id\":\"c1\"}", "<id>c1</id>", "c10 c1", "xc1,c1"}) {
            assertThat(Mentions.of("c1", text)).as(text).isTrue();
        }
    }

    @Test
    void takes_no_other_for_it() {
        for (String text : new String[] {"", "c10", "xc1", "{\"child.id\":\"c12\"}", "юc1"}) {
            assertThat(Mentions.of("c1", text)).as(text).isFalse();
        }
    }
}
