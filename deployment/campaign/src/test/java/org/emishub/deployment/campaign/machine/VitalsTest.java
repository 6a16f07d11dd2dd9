package org.emishub.deployment.campaign.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a process holds is counted, and what it keeps is named. */
class VitalsTest {
    @Test
    void threadsThatStayAreNamedAndThoseThatEndAreNot() throws Exception {
        long self = ProcessHandle.current().pid();
        Vitals before = Vitals.of(self);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Thread thread = new Thread(() -> awaited(end), "idler-" + i);
            thread.start();
            threads.add(thread);
        }

        assertThat(Vitals.of(self).leakedSince(before))
                .singleElement()
                .asString()
                .startsWith("threads grew from ")
                .contains("idler-* 0 to 40");

        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(Vitals.of(self).leakedSince(before)).isEmpty();
    }

    private static void awaited(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
