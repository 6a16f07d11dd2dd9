package org.emishub.deployment.officer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.emishub.routes.facts.PrivacyOfficer.Notice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFolderTest {
    private static final Notice NOTICE = new Notice(
            7,
            "needs.health",
            "privacy-officer\r\nBcc: everybody",
            Instant.parse("2026-11-22T08:00:00Z"),
            Instant.parse("2026-11-25T08:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void leaves_one_mail_a_number_however_often_it_is_told() throws IOException {
        MailFolder officer = new MailFolder(folder.resolve("mail"));
        officer.tell(NOTICE);
        officer.tell(NOTICE);

        try (Stream<Path> files = Files.list(folder.resolve("mail/new"))) {
            List<Path> mails = files.toList();
            assertThat(mails).hasSize(1);
            assertThat(Files.readString(mails.get(0)))
                    .contains("Subject: Break-glass 7 under needs.health\r\n")
                    .contains("Date: Sun, 22 Nov 2026 08:00:00 +0000\r\n")
                    .contains("hub breakglass review 7")
                    .doesNotContain("\r\nBcc:");
        }
        assertThat(folder.resolve("mail/tmp")).isEmptyDirectory();
    }
}
