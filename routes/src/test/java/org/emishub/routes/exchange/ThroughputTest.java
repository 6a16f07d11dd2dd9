package org.emishub.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.envelope.CurveProvider;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How many sealed queries a second the gateway answers, the client sealing and opening on the same cores; without HTTP. */
@EnabledIfSystemProperty(named = "bench", matches = "[0-9]+")
class ThroughputTest {
    private static final SystemId EMIS = SystemId.of("education/emis");
    private static final int CLIENTS = 16;
    private static final int CHILDREN = 1_000;

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger();

    @Test
    void answers_sealed_queries() throws Exception {
        TestProvider emis = new TestProvider();
        emis.heldByHub = true;
        IntStream.range(0, CHILDREN)
                .forEach(i -> emis.knows(ChildRecord.from(EMIS.toString(), LocalDate.of(2026, 10, 1))
                        .put("child.id", "child-" + i)
                        .put("child.birthDate", LocalDate.of(2016, 3, 4))
                        .put("attendance.rate", new BigDecimal("83.2"))
                        .build()));
        TestAgreement agreement = TestAgreement.of(
                        "schools.attendance", "query", EMIS.toString(), World.SCHOOLS.toString(), "attendance")
                .with("asks", "{ child.id: as is }")
                .with("limits", "{ perDay: 10000000, perRequest: 1 }")
                .with("discloses", "{ child.birthDate: year, attendance.rate: rounded to 5 }");
        try (World world = new World(folder, List.of(ConnectedSystem.of(EMIS).answering(emis)), agreement)) {
            long seconds = Long.getLong("bench");
            run(world, seconds);
            long cpu = cpu();
            long[] nanos = run(world, seconds);
            cpu = cpu() - cpu;
            Arrays.sort(nanos);
            System.out.printf(
                    "%s: %d queries/s, p50 %.1f ms, p99 %.1f ms, %d us of CPU each in hub and client (database apart)%n",
                    CurveProvider.best(),
                    nanos.length / seconds,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 99 / 100] / 1e6,
                    cpu / 1_000 / nanos.length);
            assertThat(world.ledger.verify().problem()).isEmpty();
        }
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private long[] run(World world, long seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<long[]>> all = IntStream.range(0, CLIENTS)
                .mapToObj(i -> clients.submit(() -> client(world, end)))
                .toList();
        long[] nanos = new long[0];
        for (Future<long[]> one : all) {
            long[] more = one.get();
            int size = nanos.length;
            nanos = Arrays.copyOf(nanos, size + more.length);
            System.arraycopy(more, 0, nanos, size, more.length);
        }
        clients.shutdown();
        return nanos;
    }

    private long[] client(World world, long end) {
        long[] nanos = new long[1_000_000];
        int count = 0;
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            int number = next.incrementAndGet();
            byte[] sealed = world.seal(
                    World.SCHOOLS,
                    "q-" + number,
                    "schools.attendance",
                    "query",
                    World.question("child-" + number % CHILDREN));
            HubReply.Sealed reply = (HubReply.Sealed) world.hub.gateway().exchange(sealed);
            assertThat(world.open(World.SCHOOLS, reply.jose()).content().has("fields"))
                    .isTrue();
            nanos[count++] = System.nanoTime() - start;
        }
        return Arrays.copyOf(nanos, count);
    }
}
