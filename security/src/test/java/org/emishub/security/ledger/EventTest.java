package org.emishub.security.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventTest {
    private static final Path PAGE = Path.of("../deployment/docs/events.md");

    private static String table() {
        StringBuilder table = new StringBuilder("| event | what it records |\n| --- | --- |\n");
        for (Event event : Event.values()) {
            table.append("| `")
                    .append(event)
                    .append("` | ")
                    .append(event.meaning())
                    .append(" |\n");
        }
        return table.toString();
    }

    /** {@code -Dtest=EventTest -Devents.print} writes the table into the page. */
    @Test
    void the_page_for_people_is_printed_from_this_catalogue() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf("| event |");
        int to = page.indexOf("\n\n", from) + 1;
        if (System.getProperty("events.print") != null) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to)).isEqualTo(table());
    }

    @Test
    void each_is_told_in_one_sentence() {
        assertThat(Arrays.stream(Event.values()).map(Event::meaning))
                .doesNotHaveDuplicates()
                .allMatch(meaning -> meaning.matches("[A-Z][^|\n]+\\."));
    }
}
