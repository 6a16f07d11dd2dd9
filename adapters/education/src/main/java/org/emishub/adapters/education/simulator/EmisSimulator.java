package org.emishub.adapters.education.simulator;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The school register of a ministry: it holds schools and students and delivers them to the hub, by folder or by HTTP. */
public final class EmisSimulator {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final String ATTENDANCE_HEADER =
            "term,studentSourcedId,month,sessions,absences,excused,unexcused,late,lastAttended,reason";

    private final Supplier<Stream<EmisSchool>> schools;
    private final Supplier<Stream<EmisStudent>> students;
    private final OneRosterWriter writer;

    /** @param schools and students can be gone through several times, in the same order */
    public EmisSimulator(
            Supplier<Stream<EmisSchool>> schools, Supplier<Stream<EmisStudent>> students, OneRosterWriter writer) {
        this.schools = schools;
        this.students = students;
        this.writer = writer;
    }

    /** Writes a file's bytes. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @return how many data rows were written
         */
        long to(OutputStream out) throws IOException;
    }

    /** All schools and students. */
    public Content bulk() {
        return out -> writer.writeBulk(out, schools, students);
    }

    /** The students that changed, and the ids of those that are gone. */
    public Content delta(List<EmisStudent> changed, List<String> gone) {
        return out -> writer.writeDelta(out, changed::stream, gone);
    }

    /** A term's attendance. */
    public Content attendance(String term, Supplier<Stream<EmisAttendance>> months) {
        return out -> {
            BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            CsvOut csv = new CsvOut(text, ATTENDANCE_HEADER);
            try (Stream<EmisAttendance> all = months.get()) {
                all.forEachOrdered(a -> csv.write(
                        term,
                        a.studentId(),
                        a.month(),
                        a.sessions(),
                        a.absences(),
                        a.excused(),
                        a.unexcused(),
                        a.late(),
                        a.lastAttended(),
                        a.reason()));
            }
            text.flush();
            return csv.rows();
        };
    }

    /**
     * Drops a file into a folder: written as {@code .part}, then renamed.
     *
     * @param name ends in {@code .zip} or {@code .csv}
     * @return how many rows it has
     */
    public long drop(Path incoming, String name, Content content) throws IOException {
        Path part = incoming.resolve(name + ".part");
        long rows;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
            rows = content.to(out);
        }
        Files.move(part, incoming.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return rows;
    }

    /**
     * Posts a file to the hub and checks what comes back.
     *
     * @param mediaType {@code application/zip} or {@code text/csv}
     * @param tls shows the register's certificate; empty on a loopback without TLS
     * @throws HubReceipt.Rejected when the hub refuses, or its answer is not what was agreed
     */
    public HubReceipt post(URI hub, String mediaType, Content content, Optional<SSLContext> tls)
            throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rows = content.to(bytes);
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        tls.ifPresent(client::sslContext);
        HttpRequest request = HttpRequest.newBuilder(hub)
                .timeout(TIMEOUT)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray()))
                .build();
        HttpResponse<String> response = client.build().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new HubReceipt.Rejected("the hub answered " + response.statusCode());
        }
        return HubReceipt.check(response.body(), rows);
    }
}
