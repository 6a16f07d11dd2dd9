package org.emishub.security.envelope;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.InstantSource;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Outcome;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prints how many 2 KB messages one core seals and opens per second; asserts nothing and runs only by name: {@code -Dtest=EnvelopeRate}. */
class EnvelopeRate {
    private static final SystemId HUB = SystemId.of("hub/hub");
    private static final SystemId SCHOOLS = SystemId.of("education/schools");
    private static final long SECONDS = 10;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    static java.util.stream.Stream<CurveProvider> providers() {
        return JoseEnvelopesTest.providers();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void prints(CurveProvider curves) {
        for (String curve : new String[] {"Ed25519", "P-256"}) {
            print(curves, curve);
        }
    }

    private void print(CurveProvider curves, String curve) {
        TestSystem.Registry registry = new TestSystem.Registry(folder);
        OwnKeys hubKeys = registry.system("hub/hub", curve);
        OwnKeys schoolKeys = registry.system("education/schools", curve);
        Members members = registry.members();
        InstantSource clock = InstantSource.fixed(TestSystem.NOW);
        JoseEnvelopes hub = new JoseEnvelopes(hubKeys, () -> members, clock, curves);
        JoseEnvelopes schools = new JoseEnvelopes(schoolKeys, () -> members, clock, curves);
        Message plain = TestSystem.message(SCHOOLS, HUB);
        Message message = new Message(
                plain.id(),
                SCHOOLS,
                HUB,
                plain.agreementId(),
                plain.kind(),
                plain.issuedAt(),
                plain.expiresAt(),
                "",
                StrictJson.newObject().put("text", "x".repeat(2_000)));
        byte[] sealed = schools.seal(message);
        double seals = rate(() -> schools.seal(message));
        double opens = rate(() -> {
            if (!(hub.open(sealed) instanceof Outcome.Ok)) {
                throw new IllegalStateException("not opened");
            }
        });
        System.out.printf("%-45s %-8s seal %,7.0f/s  open %,7.0f/s%n", curves, curve, seals, opens);
    }

    /** Per second of this thread's CPU time, so that what else runs on the machine does not count; the first half warms up. */
    private static double rate(Runnable work) {
        long half = System.nanoTime() + SECONDS * 500_000_000L;
        while (System.nanoTime() < half) {
            work.run();
        }
        long count = 0;
        long end = half + SECONDS * 500_000_000L;
        long from = CPU.getCurrentThreadCpuTime();
        while (System.nanoTime() < end) {
            work.run();
            count++;
        }
        return count * 1e9 / (CPU.getCurrentThreadCpuTime() - from);
    }
}
