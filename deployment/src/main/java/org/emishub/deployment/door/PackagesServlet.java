package org.emishub.deployment.door;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.packages.PackageReply;
import org.emishub.routes.packages.Packages;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages' door: sealed parts, one to a line ({@code POST}, {@value #PARTS}), or one sealed question about a package ({@code application/jose}).
 *
 * <p>A part is durable before the next one is read, and an answer has left before the next one is fetched: neither way is a package in memory.
 */
public final class PackagesServlet extends HttpServlet {
    /** One compact serialisation to a line, each line ended by LF. */
    static final String PARTS = "application/jose-seq";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PackagesServlet.class);
    private static final String JOSE = "application/jose";

    private final transient Packages packages;
    private final transient Gateway gateway;

    public PackagesServlet(Packages packages, Gateway gateway) {
        this.packages = packages;
        this.gateway = gateway;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PackageReply reply;
        try {
            if (PARTS.equals(request.getContentType())) {
                reply = upload(new Lines(request.getInputStream(), Envelopes.MAX_BYTES));
            } else if (JOSE.equals(request.getContentType())) {
                reply = packages.ask(request.getInputStream().readNBytes(Envelopes.MAX_BYTES + 1));
            } else {
                gateway.refused(request.getRemoteAddr(), new Refusal(Code.MALFORMED, "door: " + JOSE + " or " + PARTS));
                reply = new PackageReply.Refused(Code.MALFORMED);
            }
        } catch (RuntimeException e) {
            // No text of the exception: it may quote what was sent or held.
            LOG.error("a package failed: {}", e.getClass().getName());
            Problem.unavailable(response);
            return;
        }
        write(reply, response);
    }

    private PackageReply upload(Lines lines) throws IOException {
        Packages.Upload upload = packages.upload();
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            Optional<PackageReply.Refused> no = upload.part(line.get());
            if (no.isPresent()) {
                return no.get();
            }
        }
        return upload.end();
    }

    private static void write(PackageReply reply, HttpServletResponse response) throws IOException {
        if (reply instanceof PackageReply.Received received) {
            write(response, HttpServletResponse.SC_ACCEPTED, received.receipt().getBytes(StandardCharsets.US_ASCII));
        } else if (reply instanceof PackageReply.State state) {
            write(response, HttpServletResponse.SC_OK, state.jose());
        } else if (reply instanceof PackageReply.Refused refused) {
            Problem.write(response, refused.code(), refused.retrySeconds());
        } else if (reply instanceof PackageReply.Result result) {
            stream(result, response);
        }
    }

    private static void write(HttpServletResponse response, int status, byte[] jose) throws IOException {
        response.setStatus(status);
        response.setContentType(JOSE);
        response.setContentLength(jose.length);
        response.getOutputStream().write(jose);
    }

    /** First the batch receipt, then the answers. */
    private static void stream(PackageReply.Result result, HttpServletResponse response) throws IOException {
        response.setContentType(PARTS);
        OutputStream out = response.getOutputStream();
        out.write(result.batchReceipt().getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
        try {
            for (int answer = 1; answer <= result.answers(); answer++) {
                out.write(result.sealed().get(answer));
                out.write('\n');
            }
        } catch (SQLException | IllegalStateException e) {
            // The connection breaks off: half of the answers must not look like all of them.
            throw new IOException("the answers cannot be read", e);
        }
        response.flushBuffer();
        result.gone().run();
    }
}
