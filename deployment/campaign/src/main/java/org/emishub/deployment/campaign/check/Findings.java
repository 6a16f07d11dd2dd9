package org.emishub.deployment.campaign.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the checker says of a run; each accepted message is counted once, under the gravest end of its letters.
 *
 * @param accepted messages for which a sender holds a receipt, or the hub a row
 * @param refused accepted as a whole, and every letter refused later
 */
public record Findings(int accepted, int delivered, int deadLettered, int expired, int refused, List<Finding> all) {
    public Findings {
        all = List.copyOf(all);
    }

    /** How many messages or letters are gone. */
    public int lost() {
        return count(Rule.LOST);
    }

    /** How many had their effect more than once. */
    public int doubled() {
        return count(Rule.DOUBLED);
    }

    private int count(Rule rule) {
        return (int) all.stream().filter(one -> one.rule() == rule).count();
    }

    /** Everything else that should not be. */
    public List<String> unexplained() {
        return all.stream()
                .filter(one -> one.rule() != Rule.LOST && one.rule() != Rule.DOUBLED)
                .map(Finding::toString)
                .toList();
    }

    public boolean clean() {
        return all.isEmpty();
    }

    /** The rules that were broken. */
    public Set<Rule> broken() {
        return all.stream().map(Finding::rule).collect(Collectors.toSet());
    }
}
