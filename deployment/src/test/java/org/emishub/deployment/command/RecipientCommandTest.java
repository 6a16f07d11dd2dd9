package org.emishub.deployment.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RecipientCommandTest {
    private static ObjectNode recipient(String breaker) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("recipient", "health/register")
                .put("stopped", false)
                .put("breaker", breaker)
                .put("open", 3)
                .put("dead", 1);
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, delivering", "OPEN, paused after failures", "HALF_OPEN, trying again"})
    void says_in_plain_words_how_delivering_goes(String breaker, String words) {
        assertThat(RecipientCommand.All.line(recipient(breaker))).matches("health/register +" + words + " +3 +1");
    }

    @Test
    void says_of_a_stopped_one_who_stopped_it_whatever_its_breaker_does() {
        ObjectNode stopped = recipient("CLOSED")
                .put("stopped", true)
                .put("by", "anna")
                .put("since", "2026-11-22T12:00:00Z")
                .put("reason", "maintenance");

        assertThat(RecipientCommand.All.line(stopped))
                .matches("health/register +stopped +3 +1  by anna since 2026-11-22T12:00:00Z: maintenance");
    }
}
