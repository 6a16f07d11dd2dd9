package org.emishub.adapters.education.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.emishub.adapters.education.Fixture;
import org.emishub.adapters.education.TestCountry;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.oneroster.PackageFiles;
import org.emishub.adapters.education.simulator.EmisSimulator;
import org.emishub.adapters.education.simulator.EmisStudent;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.security.hash.Sha256;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final Fixture hub = new Fixture();

    private static byte[] bytes(EmisSimulator.Content content) throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        content.to(zip);
        return zip.toByteArray();
    }

    private Taken take(byte[] zip) throws Exception {
        String sha256 = Sha256.hex(zip);
        return hub.intake.takePackage(Fixture.posted(zip), sha256, new ErrorList(100));
    }

    private static int announced(Taken taken) {
        assertThat(taken).isInstanceOf(Taken.Done.class);
        return ((Taken.Done) taken).announced();
    }

    private long children() {
        try (Stream<ChildRecord> all = hub.provider.records("enrolment", Fixture.TODAY)) {
            return all.count();
        }
    }

    private static EmisStudent at(EmisStudent s, String school, String schoolClass) {
        return new EmisStudent(
                s.id(),
                s.number(),
                s.nationalId(),
                s.name(),
                s.birthDate(),
                s.sex(),
                s.language(),
                s.nationality(),
                s.district(),
                s.address(),
                s.phone(),
                s.sealed(),
                school,
                schoolClass,
                s.grade(),
                s.enrolledFrom(),
                s.enrolledTo(),
                s.status(),
                s.repeated(),
                s.support(),
                s.guardians());
    }

    @Test
    void the_first_load_announces_nobody() throws Exception {
        assertThat(announced(take(bytes(TestCountry.emis(40).bulk())))).isZero();
        assertThat(children()).isEqualTo(40);
        assertThat(hub.gateway.events).isEmpty();
    }

    @Test
    void a_later_bulk_package_announces_who_is_new_and_forgets_who_is_gone() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()));
        assertThat(announced(take(bytes(TestCountry.emis(43).bulk())))).isEqualTo(3);
        assertThat(hub.gateway.events).extracting(NativeEvent::about).containsOnly("enrolment");
        assertThat(hub.gateway.events)
                .extracting(event -> event.record().text("child.emisId").orElse(""))
                .containsExactlyInAnyOrder("EM-40", "EM-41", "EM-42");
        assertThat(hub.gateway.events).allMatch(event -> event.messageId().matches("[A-Za-z0-9._:-]{1,64}"));
        assertThat(announced(take(bytes(TestCountry.emis(10).bulk())))).isZero();
        assertThat(children()).isEqualTo(10);
    }

    @Test
    void the_same_package_again_gets_its_receipt_and_has_no_second_effect() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()));
        byte[] more = bytes(TestCountry.emis(43).bulk());
        Taken.Done first = (Taken.Done) take(more);
        Taken.Done again = (Taken.Done) take(more);
        assertThat(again.repeated()).isTrue();
        assertThat(again.receipt()).isEqualTo(first.receipt());
        assertThat(again.loaded().accepted()).isEqualTo(first.loaded().accepted());
        assertThat(hub.gateway.events).hasSize(3);
    }

    @Test
    void a_delta_announces_new_children_and_transfers_and_removes_those_who_are_gone() throws Exception {
        EmisSimulator emis = TestCountry.emis(300);
        take(bytes(emis.bulk()));
        EmisStudent moved = at(TestCountry.student(5), "school-1", "class-1-0");
        EmisStudent same = TestCountry.student(6);
        EmisStudent born = TestCountry.student(300);
        EmisStudent arrived = at(born, "school-0", "class-0-0");
        Taken taken = take(bytes(emis.delta(List.of(moved, same, arrived), List.of("student-7"))));
        assertThat(announced(taken)).isEqualTo(2);
        assertThat(hub.gateway.events)
                .extracting(event -> event.record().text("child.emisId").orElse(""))
                .containsExactlyInAnyOrder("EM-5", "EM-300");
        assertThat(children()).isEqualTo(300);
    }

    @Test
    void a_delta_can_remove_only() throws Exception {
        EmisSimulator emis = TestCountry.emis(40);
        take(bytes(emis.bulk()));
        take(bytes(emis.delta(List.of(), List.of("student-7", "student-8"))));
        assertThat(children()).isEqualTo(38);
    }

    @Test
    void a_delta_before_any_bulk_package_is_refused() throws Exception {
        Taken taken = take(bytes(TestCountry.emis(4).delta(List.of(TestCountry.student(1)), List.of())));
        assertThat(((Taken.Unreadable) taken).why()).isEqualTo(PackageRefused.Why.NO_BULK_YET);
        assertThat(hub.gateway.refusals).extracting("code").containsExactly(Code.MALFORMED);
    }

    @Test
    void a_package_that_breaks_off_leaves_the_snapshot_as_it_was() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()));
        byte[] broken = withHeader(bytes(TestCountry.emis(50).bulk()), "users.csv", "sourcedId,wrong");
        assertThat(((Taken.Unreadable) take(broken)).why()).isEqualTo(PackageRefused.Why.BAD_HEADER);
        assertThat(children()).isEqualTo(40);
        assertThat(announced(take(bytes(TestCountry.emis(41).bulk())))).isEqualTo(1);
    }

    private static byte[] withHeader(byte[] zip, String file, String header) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip));
                var copy = new ZipOutputStream(out)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                copy.putNextEntry(new ZipEntry(entry.getName()));
                copy.write(entry.getName().equals(file) ? header.getBytes(StandardCharsets.UTF_8) : in.readAllBytes());
                copy.closeEntry();
            }
        }
        return out.toByteArray();
    }

    @Test
    void news_that_a_stop_left_untold_is_told_with_the_same_id_and_bytes() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()));
        hub.gateway.fault = new HubUnavailable(new IllegalStateException("disk full"));
        byte[] more = bytes(TestCountry.emis(43).bulk());
        assertThatThrownBy(() -> take(more)).isInstanceOf(HubUnavailable.class);
        assertThat(children()).as("loaded before it was told").isEqualTo(43);
        assertThat(hub.gateway.events).as("told beside the one that failed").hasSize(2);
        assertThat(hub.intake.tellNews()).isEqualTo(1);
        List<String> ids =
                hub.gateway.events.stream().map(NativeEvent::messageId).toList();
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        assertThat(hub.intake.tellNews()).isZero();
    }

    @Test
    void untold_news_survives_the_next_package() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()));
        hub.gateway.fault = new HubUnavailable(new IllegalStateException("disk full"));
        assertThatThrownBy(() -> take(bytes(TestCountry.emis(43).bulk()))).isInstanceOf(HubUnavailable.class);
        assertThat(announced(take(bytes(TestCountry.emis(44).bulk())))).isEqualTo(2);
        assertThat(hub.gateway.events).hasSize(4);
    }

    @Test
    void what_was_read_half_when_the_hub_stopped_is_read_again_from_the_start() throws Exception {
        take(bytes(TestCountry.emis(40).bulk()));
        byte[] zip = bytes(TestCountry.emis(1_500).bulk());
        String sha256 = Sha256.hex(zip);
        PackageFiles breaking = new BreakingAtChildren(Fixture.posted(zip));
        assertThatThrownBy(() -> hub.intake.takePackage(breaking, sha256, new ErrorList(10)))
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(children()).isEqualTo(40);
        assertThat(announced(take(zip))).isEqualTo(1_460);
        assertThat(children()).isEqualTo(1_500);
    }

    /** Ends in the middle of users.csv when that is read for good, with some children in the database already. */
    private static final class BreakingAtChildren implements PackageFiles {
        private static final int LAST_TIME = 4;
        private final PackageFiles files;
        private int opened;

        BreakingAtChildren(PackageFiles files) {
            this.files = files;
        }

        @Override
        public Optional<InputStream> open(String file) throws IOException {
            Optional<InputStream> in = files.open(file);
            opened += file.equals("users.csv") ? 1 : 0;
            if (opened < LAST_TIME || in.isEmpty()) {
                return in;
            }
            InputStream half = new ByteArrayInputStream(in.get().readNBytes(250_000));
            // Nobody is at the other end of this pipe: reading it fails.
            return Optional.of(new SequenceInputStream(half, new PipedInputStream()));
        }

        @Override
        public void close() throws IOException {
            files.close();
        }
    }
}
