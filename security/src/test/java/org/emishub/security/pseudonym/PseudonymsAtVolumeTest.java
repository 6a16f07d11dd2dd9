package org.emishub.security.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prefixes of 64 bits are sorted and compared, so that ten million fit; wherever two are alike the whole pseudonyms are compared. */
@Tag("volume")
class PseudonymsAtVolumeTest {
    private static final int PERCENT = Integer.getInteger("emishub.volume", 1);
    private static final SystemId COMMITTEE = SystemId.of("statistics/committee");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final int PREFIX_DIGITS = 13;
    private static final int DIGIT_BITS = 5;

    private final Pseudonyms pseudonyms = new HmacPseudonyms(new byte[32], "1");

    private static String child(int number) {
        return Long.toString(1_200_000_000_000L + number);
    }

    private IntFunction<String> at(SystemId receiver, String domain) {
        return number -> pseudonyms.of(receiver, domain, child(number));
    }

    @Test
    void two_receivers_join_no_child() {
        int children = 1_000_000 / 100 * PERCENT;
        IntFunction<String> committee = at(COMMITTEE, "research");
        long[] theirs = prefixes(committee, children);

        int receivers = matches(committee, theirs, at(MIS, "research"), children);
        int domains = matches(committee, theirs, at(COMMITTEE, "health"), children);
        int itself = matches(committee, theirs, committee, children);

        System.out.println("privacy: " + children + " children: two receivers join " + receivers
                + " of them, two domains of one receiver " + domains + "; one receiver's two files " + itself);
        assertThat(receivers).isZero();
        assertThat(domains).isZero();
        assertThat(itself).as("what a join finds where names are alike").isEqualTo(children);
    }

    @Test
    void no_two_children_have_one_name() {
        int children = 10_000_000 / 100 * PERCENT;

        int collisions = collisions(at(COMMITTEE, "research"), children);

        System.out.println("privacy: " + children + " pseudonyms of one receiver: " + collisions + " collisions");
        assertThat(collisions).isZero();
        assertThat(collisions(number -> at(COMMITTEE, "research").apply(number / 2), 1_000))
                .as("what is found where every name is there twice")
                .isEqualTo(500);
    }

    private static int matches(IntFunction<String> ones, long[] sorted, IntFunction<String> others, int children) {
        Set<Long> alike = new TreeSet<>();
        int certain = 0;
        for (int i = 0; i < children; i++) {
            String other = others.apply(i);
            if (Arrays.binarySearch(sorted, prefix(other)) >= 0) {
                // Whose prefix it is the sorted list does not say; nearly always it is nobody's.
                if (other.equals(ones.apply(i))) {
                    certain++;
                } else {
                    alike.add(prefix(other));
                }
            }
        }
        if (!alike.isEmpty()) {
            Set<String> names = new TreeSet<>();
            for (int i = 0; i < children; i++) {
                String one = ones.apply(i);
                if (alike.contains(prefix(one))) {
                    names.add(one);
                }
            }
            for (int i = 0; i < children; i++) {
                certain += names.contains(others.apply(i)) ? 1 : 0;
            }
        }
        return certain;
    }

    private static int collisions(IntFunction<String> names, int children) {
        long[] sorted = prefixes(names, children);
        Set<Long> alike = new TreeSet<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                alike.add(sorted[i]);
            }
        }
        if (alike.isEmpty()) {
            return 0;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < children; i++) {
            String name = names.apply(i);
            if (alike.contains(prefix(name))) {
                counts.merge(name, 1, Integer::sum);
            }
        }
        return counts.values().stream().mapToInt(count -> count - 1).sum();
    }

    private static long[] prefixes(IntFunction<String> names, int children) {
        long[] prefixes = new long[children];
        for (int i = 0; i < children; i++) {
            prefixes[i] = prefix(names.apply(i));
        }
        Arrays.sort(prefixes);
        return prefixes;
    }

    /** The first 64 bits; the first digit's highest bit falls off the end. */
    private static long prefix(String name) {
        long bits = 0;
        for (int i = 0; i < PREFIX_DIGITS; i++) {
            char digit = name.charAt(i);
            bits = (bits << DIGIT_BITS) | (digit >= 'A' ? digit - 'A' : digit - '2' + 26);
        }
        return bits;
    }
}
