package org.emishub.security.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emishub.security.ledger.LedgerProofs;

/**
 * The checkpoints that are handed out: a ledger that is busy signs one in ten seconds, and of years of them no verifier reads all.
 *
 * @param bySize notes, by the size that they sign
 * @param all whether none was left out
 */
public record ChosenCheckpoints(TreeMap<Long, String> bySize, boolean all) {
    /** Of more, the newest and evenly some of the older. */
    static final int MOST = 400;

    /** Of notes of from 1 to {@code upTo} entries; of nothing, and of what is no note, there is no continuation. */
    public static ChosenCheckpoints of(Collection<String> notes, long upTo, Set<Long> wanted) {
        TreeMap<Long, String> bySize = new TreeMap<>();
        for (String note : notes) {
            long size = LedgerProofs.size(note);
            if (size >= 1 && size <= upTo) {
                bySize.put(size, note);
            }
        }
        int found = bySize.size();
        bySize.keySet().retainAll(sizes(new ArrayList<>(bySize.keySet()), wanted));
        return new ChosenCheckpoints(bySize, bySize.size() == found);
    }

    /** Of many: the newest half, of those before it as many at even steps, and those that are wanted. */
    static Set<Long> sizes(List<Long> sizes, Set<Long> wanted) {
        if (sizes.size() <= MOST) {
            return new TreeSet<>(sizes);
        }
        int newest = sizes.size() - MOST / 2;
        Set<Long> chosen = new TreeSet<>(sizes.subList(newest, sizes.size()));
        for (int i = 0; i < MOST / 2; i++) {
            chosen.add(sizes.get((int) ((long) i * newest / (MOST / 2))));
        }
        sizes.stream().filter(wanted::contains).forEach(chosen::add);
        return chosen;
    }
}
