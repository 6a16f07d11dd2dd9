package org.emishub.security.evidence;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emishub.security.ledger.Entry;

/**
 * What was found for a case pack.
 *
 * @param from RFC 3339 moment from which on entries were asked for; empty when from the beginning; {@code to} alike
 * @param entries oldest first
 * @param open whose personal sides the asker may see
 * @param erased whose personal sides nobody can open any more, as tombstones among the entries say; they are shown as they lie there
 * @param lookUp the entry that says that this was asked for; -1 when it is not among the entries
 * @param texts agreement texts by bundle hash
 * @param certificates PEM by name
 */
public record CaseFile(
        Subject subject,
        String from,
        String to,
        List<Entry> entries,
        Set<Long> open,
        Set<Long> erased,
        long lookUp,
        Map<String, byte[]> texts,
        Map<String, String> certificates) {
    public CaseFile {
        entries = List.copyOf(entries);
        open = Set.copyOf(open);
        erased = Set.copyOf(erased);
        texts = Map.copyOf(texts);
        certificates = Map.copyOf(certificates);
    }
}
