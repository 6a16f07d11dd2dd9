package org.emishub.routes.exchange;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * When an answer leaves that must not tell by its time what it does not tell by its bytes.
 *
 * <p>"No such child" asks the provider and "not allowed" does not: whoever measures could tell them apart. So each leaves at the end of a slot, counted from when
 * its question came, and all that took time was done before. An answer that outlasts a slot leaves at the end of a later one; a slot longer than nearly every
 * provider's answer hides which. Questions of one message each have a slot of their own: with a shared one, questions whose time is known would leave the sum to
 * tell the time of the one that is not.
 */
record AnswerTime(Duration slot) {
    private static final long SHORTEST = Duration.ofMillis(5).toNanos();

    /**
     * Waits for the end of the slot.
     *
     * @param since when the question came, by {@link System#nanoTime}
     */
    void hold(long since) {
        hold(since, 1, 1);
    }

    /**
     * Waits for the end of the slots that all rows of one answer have together: what is asked one row after the other adds up, and must stay within them.
     *
     * @param rows of the answer
     * @param perSlot how many of them have one slot
     */
    void hold(long since, int rows, int perSlot) {
        long length = Math.max(SHORTEST, slot.toNanos());
        long spent = System.nanoTime() - since;
        long slots = Math.max((rows + perSlot - 1) / perSlot, spent / length + 1);
        long end = since + slots * length;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
