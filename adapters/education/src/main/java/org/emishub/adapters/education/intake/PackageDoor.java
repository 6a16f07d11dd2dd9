package org.emishub.adapters.education.intake;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.emishub.adapters.education.csv.PackageRefused;
import org.emishub.adapters.education.oneroster.PackageLimits;
import org.emishub.adapters.education.oneroster.PostedPackage;
import org.emishub.adapters.education.snapshot.SnapshotUnavailable;
import org.emishub.routes.gateway.HubUnavailable;
import org.emishub.security.hash.Sha256;
import org.emishub.security.refusal.Code;

/**
 * Takes packages ({@code application/zip}) and attendance files ({@code text/csv}) that the register posts.
 *
 * <p>Who sends is said by the request attribute {@value #MEMBER}, a {@code SystemId} that the filter before this servlet has authenticated. A package is held in
 * memory while it is read, so one at a time is taken; larger ones come through the {@link DropFolder}.
 */
public final class PackageDoor extends HttpServlet {
    /** The authenticated sender. */
    public static final String MEMBER = "org.emishub.member";

    /** Largest body unless said otherwise: about 250,000 children. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(PackageDoor.class.getName());
    private static final int ERRORS_SHOWN = 1_000;
    private static final int RETRY_AFTER_SECONDS = 30;

    private final transient Intake intake;
    private final transient PackageLimits limits;
    private final long maxBytes;
    private final transient Semaphore oneAtATime = new Semaphore(1);

    public PackageDoor(Intake intake, PackageLimits limits, long maxBytes) {
        this.intake = intake;
        this.limits = limits;
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!intake.provider().equals(request.getAttribute(MEMBER))) {
            refuse(request, response, HttpServletResponse.SC_UNAUTHORIZED, Code.UNKNOWN_MEMBER);
        } else if (request.getContentLengthLong() < 0) {
            refuse(request, response, HttpServletResponse.SC_LENGTH_REQUIRED, Code.MALFORMED);
        } else if (request.getContentLengthLong() > maxBytes) {
            refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, Code.TOO_LARGE);
        } else if (!mediaType(request).equals("application/zip")
                && !mediaType(request).equals("text/csv")) {
            refuse(request, response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, Code.MALFORMED);
        } else if (oneAtATime.tryAcquire()) {
            try {
                take(request, response);
            } finally {
                oneAtATime.release();
            }
        } else {
            busy(response, "Another package is being read.");
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ErrorList errors = new ErrorList(ERRORS_SHOWN);
        try {
            Taken taken = mediaType(request).equals("text/csv") ? attendance(request, errors) : zip(request, errors);
            answer(response, taken, errors);
        } catch (SnapshotUnavailable | HubUnavailable e) {
            busy(response, "The hub cannot record anything at the moment.");
        } catch (RuntimeException e) {
            // Told by its class: a message may hold what a file held.
            LOG.log(
                    Level.ERROR,
                    "a posted file could not be taken: {0}",
                    e.getClass().getName());
            byte[] body = TakenJson.problem(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    "FAULT",
                    "",
                    "The hub failed: send the same file again.");
            write(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "application/problem+json", body);
        }
    }

    private Taken zip(HttpServletRequest request, ErrorList errors) throws IOException {
        MessageDigest digest = Sha256.digest();
        InputStream body = new DigestInputStream(request.getInputStream(), digest);
        try (PostedPackage files = PostedPackage.read(body, limits)) {
            return intake.takePackage(files, HexFormat.of().formatHex(digest.digest()), errors);
        } catch (PackageRefused e) {
            return intake.unreadable(e);
        }
    }

    private Taken attendance(HttpServletRequest request, ErrorList errors) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        return intake.takeAttendance(new java.io.ByteArrayInputStream(body), Sha256.hex(body), errors);
    }

    private static void answer(HttpServletResponse response, Taken taken, ErrorList errors) throws IOException {
        if (taken instanceof Taken.Done done) {
            write(response, HttpServletResponse.SC_OK, "application/json", TakenJson.done(done, errors));
        } else if (taken instanceof Taken.Unreadable unreadable) {
            problem(response, 422, Code.MALFORMED, unreadable.why().name(), unreadable.problem());
        } else if (taken instanceof Taken.Refused refused) {
            int status = refused.code() == Code.REPLAYED
                    ? HttpServletResponse.SC_CONFLICT
                    : HttpServletResponse.SC_FORBIDDEN;
            problem(response, status, refused.code(), "", refused.code().remedy());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, Code code)
            throws IOException {
        Object member = request.getAttribute(MEMBER);
        intake.refuse(member == null ? request.getRemoteAddr() : member.toString(), code, "package door: " + status);
        problem(response, status, code, "", code.remedy());
    }

    private static void busy(HttpServletResponse response, String detail) throws IOException {
        response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
        byte[] body = TakenJson.problem(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "UNAVAILABLE", "", detail);
        write(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "application/problem+json", body);
    }

    private static void problem(HttpServletResponse response, int status, Code code, String why, String detail)
            throws IOException {
        write(response, status, "application/problem+json", TakenJson.problem(status, code.name(), why, detail));
    }

    private static void write(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String mediaType(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
