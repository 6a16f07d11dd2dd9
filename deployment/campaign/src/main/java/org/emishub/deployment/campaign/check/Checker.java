package org.emishub.deployment.campaign.check;

import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emishub.deployment.campaign.load.Parties;

/** Proves of a run that has come to rest that nothing was lost, nothing happened twice and everything is entered; or says what was not so. */
public final class Checker {
    private Checker() {}

    /** Where the hub's database is. */
    public record Database(String url, String user, String password) {}

    /**
     * Checks a run, after its load was drained.
     *
     * @param outside the logs of senders, receivers and witness
     * @param attempts how often a letter may be tried
     */
    public static Findings check(Path outside, Parties parties, Database database, int attempts) throws SQLException {
        Logs logs = Logs.read(outside);
        Rows kept = Rows.read(database.url(), database.user(), database.password());
        Rows rows = KeptHash.plain(kept, logs, parties.keys());
        return check(logs, rows, parties.hubSigns(), parties.checkpointKey(), attempts);
    }

    /** Checks logs against rows. */
    public static Findings check(
            Logs logs, Rows rows, Map<String, PublicKey> hubSigns, PublicKey checkpoints, int attempts) {
        Known known = new Known(logs, rows);
        List<Finding> all = new ArrayList<>(Endings.check(known, attempts));
        all.addAll(Arrivals.check(known));
        all.addAll(Paths.check(known));
        all.addAll(Refused.check(known));
        all.addAll(Receipts.check(known, hubSigns));
        List<String> seen = Stream.concat(logs.checkpoints().stream(), rows.checkpoints().stream())
                .distinct()
                .toList();
        all.addAll(Tree.check(rows, seen, checkpoints));
        return count(known, all);
    }

    private static Findings count(Known known, List<Finding> all) {
        int delivered = 0;
        int dead = 0;
        int expired = 0;
        int refused = 0;
        Map<String, Logs.Ask> owed = known.owed();
        for (String id : owed.keySet()) {
            Collection<Rows.Letter> letters =
                    known.lettersOf.getOrDefault(id, Map.of()).values();
            Set<String> states = letters.stream().map(Rows.Letter::state).collect(Collectors.toSet());
            // A dead letter that nobody tries again expires at its deadline: its entry stays.
            if (letters.stream()
                    .anyMatch(letter -> !known.about(letter.id(), "DEAD").isEmpty())) {
                dead++;
            } else if (states.contains("EXPIRED")) {
                expired++;
            } else if (states.contains("DELIVERED")) {
                delivered++;
            } else if (states.contains("REFUSED")) {
                refused++;
            }
        }
        return new Findings(owed.size(), delivered, dead, expired, refused, all);
    }
}
