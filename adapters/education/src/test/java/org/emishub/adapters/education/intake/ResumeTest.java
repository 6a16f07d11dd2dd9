package org.emishub.adapters.education.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.snapshot.News;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.security.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package whose taking a stop cut off. */
class ResumeTest {
    private final Fixture hub = new Fixture();

    @TempDir
    private Path folder;

    private static byte[] bytes(EmisSimulator.Content content) throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        content.to(zip);
        return zip.toByteArray();
    }

    private Taken.Done take(byte[] zip, ErrorList errors) throws Exception {
        String sha256 = Sha256.hex(zip);
        return (Taken.Done) hub.intake.takePackage(Fixture.posted(zip), sha256, errors);
    }

    @Test
    void goes_on_with_the_children_that_were_not_told_of() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()), new ErrorList(1));
        byte[] more = bytes(TestCountry.emis(1_540).bulk());
        News news = new News(hub.database, hub.vault, Fixture.EMIS);
        AtomicInteger heard = new AtomicInteger();
        hub.gateway.fault = new HubUnavailable(new IllegalStateException("stopped"));
        assertThatThrownBy(() -> take(more, new ErrorList(1))).isInstanceOf(HubUnavailable.class);
        int before = hub.gateway.events.size();
        assertThat(before).as("told with the first of them").isBetween(1, 512);
        assertThat(news.tell((id, payload, record) -> heard.incrementAndGet()))
                .as("all but those are left")
                .isEqualTo(1_500 - before);
        assertThat(hub.intake.tellNews()).isZero();
    }

    @Test
    void tells_of_several_children_at_once_and_of_each_once() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()), new ErrorList(1));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        hub.gateway.before = event -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pause();
            now.decrementAndGet();
        };
        assertThat(take(bytes(TestCountry.emis(240).bulk()), new ErrorList(1)).announced())
                .isEqualTo(200);
        assertThat(most.get()).isGreaterThan(4);
        assertThat(hub.gateway.events)
                .extracting(NativeEvent::messageId)
                .hasSize(200)
                .doesNotHaveDuplicates();
    }

    @Test
    void says_how_many_it_told_of_also_when_the_look_for_news_was_faster() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()), new ErrorList(1));
        AtomicBoolean over = new AtomicBoolean();
        Thread looking = new Thread(() -> {
            while (!over.get()) {
                hub.intake.tellNews();
                // The other gets its turn.
                LockSupport.parkNanos(100_000);
            }
        });
        looking.start();
        try {
            assertThat(take(bytes(TestCountry.emis(60).bulk()), new ErrorList(1))
                            .announced())
                    .isEqualTo(20);
        } finally {
            over.set(true);
            looking.join();
        }
        assertThat(hub.gateway.events).hasSize(20);
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void the_verdicts_on_its_rows_survive() throws Exception {
        byte[] zip = Fixture.zip(Fixture.golden("errors/bulk"));
        ErrorList first = new ErrorList(100);
        Taken.Done loaded = take(zip, first);
        ErrorList second = new ErrorList(100);
        Taken.Done again = take(zip, second);
        assertThat(again.repeated()).isTrue();
        assertThat(second.first()).isEqualTo(first.first()).hasSize(22);
        assertThat(again.loaded().tally().byFile())
                .isEqualTo(loaded.loaded().tally().byFile());
        assertThat(again.batchReceipt()).isEqualTo(loaded.batchReceipt());
    }

    @Test
    void the_batch_receipt_names_the_report_that_stands_in_the_folder() throws Exception {
        try (DropFolder drop = new DropFolder(folder, hub.intake, PackageLimits.DEFAULT)) {
            Files.write(folder.resolve("incoming/a.zip"), Fixture.zip(Fixture.golden("errors/bulk")));
            drop.sweep();
        }
        String sha256 = Sha256.hex(Files.readAllBytes(folder.resolve("done/a.zip.report.csv")));
        assertThat(Files.readString(folder.resolve("done/a.zip.result.json"))).contains("-" + sha256 + ".c2ln");
    }

    @Test
    void what_was_untold_is_told_after_a_restart_without_the_file_coming_again() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()), new ErrorList(1));
        hub.gateway.fault = new HubUnavailable(new IllegalStateException("stopped"));
        byte[] more = bytes(TestCountry.emis(60).bulk());
        assertThatThrownBy(() -> take(more, new ErrorList(1))).isInstanceOf(HubUnavailable.class);
        try (DropFolder restarted = new DropFolder(folder, hub.intake, PackageLimits.DEFAULT)) {
            restarted.start();
            for (int i = 0; i < 1_200 && hub.gateway.events.size() < 20; i++) {
                Thread.sleep(50);
            }
        }
        assertThat(hub.gateway.events).hasSize(20);
    }
}
