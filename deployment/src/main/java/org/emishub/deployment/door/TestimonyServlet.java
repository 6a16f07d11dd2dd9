package org.emishub.deployment.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.note.SignedNote;
import org.emishub.security.stamp.StampQuestion;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;

/** For anybody: the newest cosigned checkpoint, and the newest stamped one with its stamp (RFC 3161), as they were at most five seconds ago. */
public final class TestimonyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final transient Fresh<Optional<SignedNote>> cosigned;
    private final transient Fresh<Optional<Stamps.Stamped>> stamped;

    public TestimonyServlet(Cosignatures cosignatures, Stamps stamps) {
        this.cosigned = new Fresh<>(cosignatures::newestCosigned, System::nanoTime);
        this.stamped = new Fresh<>(stamps::newest, System::nanoTime);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getServletPath();
        try {
            Optional<byte[]> body = body(path);
            String type = path.endsWith(".tsr") && body.isPresent() ? StampQuestion.REPLY : TEXT;
            response.setStatus(body.isPresent() ? 200 : 404);
            response.setHeader("Content-Type", type);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Cache-Control", "max-age=5");
            response.getOutputStream().write(body.orElseGet(() -> "nothing yet\n".getBytes(UTF_8)));
        } catch (LedgerUnavailable e) {
            response.setHeader("Retry-After", "5");
            response.setStatus(503);
        }
    }

    private Optional<byte[]> body(String path) {
        return switch (path) {
            case "/ledger/cosigned" -> cosigned.get().map(SignedNote::toString).map(note -> note.getBytes(UTF_8));
            case "/ledger/stamped" -> stamped.get().map(newest -> newest.note().getBytes(UTF_8));
            default -> stamped.get().map(newest -> newest.stamp().response());
        };
    }
}
