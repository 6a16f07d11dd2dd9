package org.emishub.deployment.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.witness.AddCheckpoint;
import org.emishub.security.witness.KeptCheckpoints;
import org.emishub.security.witness.Witness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C2SP tlog-witness over HTTP; anybody may also read what is held: {@code GET /} and {@code GET /<SHA-256 of the origin>/checkpoint}. */
public final class WitnessServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServlet.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final String CHECKPOINT = "/checkpoint";
    private static final int CHUNK = 8_192;

    private final transient Witness witness;
    private final transient KeptCheckpoints kept;
    private final transient VerifierKey own;
    private final transient List<VerifierKey> logs;

    public WitnessServlet(WitnessFolder folder) {
        this.witness = folder.open();
        this.kept = folder.kept();
        this.own = folder.verifierKey();
        this.logs = folder.logs();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"/add-checkpoint".equals(request.getRequestURI())) {
            answer(response, 404, "text/plain; charset=utf-8", "post to /add-checkpoint\n");
            return;
        }
        Optional<byte[]> body = body(request.getInputStream());
        if (body.isEmpty()) {
            response.setHeader("Connection", "close");
            answer(response, 413, "text/plain; charset=utf-8", "too large, or too slow\n");
            return;
        }
        try {
            Witness.Answer answer = witness.add(body.get());
            answer(response, answer.status(), answer.type(), answer.body());
        } catch (RuntimeException e) {
            // Nothing was signed: what is not durable is not answered.
            LOG.error("the witness cannot decide", e);
            answer(response, 503, "text/plain; charset=utf-8", "try again later\n");
        }
    }

    /** Empty when it is too large, or does not end in time. */
    private static Optional<byte[]> body(InputStream in) throws IOException {
        long end = System.nanoTime() + WITHIN.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int read = in.read(chunk);
        while (read >= 0) {
            body.write(chunk, 0, read);
            if (body.size() > AddCheckpoint.LARGEST || System.nanoTime() - end > 0) {
                return Optional.empty();
            }
            read = in.read(chunk);
        }
        return Optional.of(body.toByteArray());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if ("/".equals(path)) {
            answer(response, 200, "text/plain; charset=utf-8", about());
            return;
        }
        Optional<SignedNote> note = logs.stream()
                .map(VerifierKey::name)
                .filter(origin -> path.equals("/" + KeptCheckpoints.folderOf(origin) + CHECKPOINT))
                .findFirst()
                .flatMap(kept::newest);
        answer(
                response,
                note.isPresent() ? 200 : 404,
                "text/plain; charset=utf-8",
                note.map(SignedNote::toString).orElse("nothing is held here\n"));
    }

    private String about() {
        return own + "\n\n"
                + logs.stream()
                        .map(log -> log.name() + " /" + KeptCheckpoints.folderOf(log.name()) + CHECKPOINT + "\n")
                        .distinct()
                        .collect(Collectors.joining());
    }

    private static void answer(HttpServletResponse response, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        response.setStatus(status);
        response.setHeader("Content-Type", type);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
