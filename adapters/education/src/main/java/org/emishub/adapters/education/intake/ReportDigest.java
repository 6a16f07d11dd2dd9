package org.emishub.adapters.education.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.emishub.adapters.education.csv.RowCode;
import org.emishub.adapters.education.csv.RowErrors;
import org.emishub.adapters.education.snapshot.Verdicts;
import org.emishub.security.hash.Sha256;

/** The SHA-256 of a report as it would stand in a file, made while the rows are read. */
final class ReportDigest implements RowErrors {
    private final RowErrors next;
    private final MessageDigest digest = Sha256.digest();

    /** @param next hears of every row too */
    ReportDigest(RowErrors next) {
        this.next = next;
        digest.update(Verdicts.HEADER.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void add(String file, long line, String column, RowCode code) {
        next.add(file, line, column, code);
        digest.update(Verdicts.line(file, line, column, code).getBytes(StandardCharsets.UTF_8));
    }

    /** Lower-case hex; nothing can be added afterwards. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
