package org.emishub.deployment.officer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.emishub.routes.facts.PrivacyOfficer;
import org.emishub.routes.facts.PrivacyOfficer.Notice;

/**
 * Leaves the privacy officer a mail in a Maildir, which any mail reader opens and any mail server picks up.
 *
 * <p>A mail names the agreement and the number, and neither child nor user.
 */
public final class MailFolder implements PrivacyOfficer {
    private static final DateTimeFormatter RFC_5322 = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss Z", java.util.Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Path folder;

    /** @param folder made on first use, readable by its owner only */
    public MailFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public void tell(Notice notice) throws IOException {
        for (String part : new String[] {"tmp", "new", "cur"}) {
            Files.createDirectories(folder.resolve(part));
        }
        String name = notice.opened().toEpochMilli() + ".break-glass-" + notice.number() + ".hub";
        Path written = folder.resolve("tmp").resolve(name);
        Files.write(written, mail(notice).getBytes(StandardCharsets.UTF_8));
        sync(written);
        Path there = folder.resolve("new");
        Files.move(written, there.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(there);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String mail(Notice notice) {
        return """
                Date: %s
                From: EMIS Hub <hub@localhost>
                To: %s <privacy-officer@localhost>
                Subject: Break-glass %d under %s
                Message-ID: <break-glass-%d@hub>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                Somebody looked at a child's data without a case.

                Number:    %d
                Agreement: %s
                Review by: %s

                Who, why and about whom:  hub breakglass list
                When you have reviewed it:  hub breakglass review %d --finding 'what you found'
                Until then, from that moment on, whoever it was may not do it again.
                """
                .formatted(
                        RFC_5322.format(notice.opened()),
                        notice.reviewer().replaceAll("[^A-Za-z0-9 ._-]", "?"),
                        notice.number(),
                        notice.agreementId(),
                        notice.number(),
                        notice.number(),
                        notice.agreementId(),
                        notice.reviewBy(),
                        notice.number())
                .replace("\n", "\r\n");
    }
}
