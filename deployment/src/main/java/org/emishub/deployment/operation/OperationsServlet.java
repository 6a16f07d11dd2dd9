package org.emishub.deployment.operation;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Operations on the management port, for whoever can read the token in the data folder. */
public final class OperationsServlet extends HttpServlet {
    /** Followed by the operation's name. */
    public static final String PATH = "/operations/";

    /** The token's file in the data folder; whoever may read it may operate the hub. */
    public static final String TOKEN = "operator-token";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServlet.class);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_BYTES = 1 << 20;

    private final transient Operations operations;
    private final byte[] expected;

    public OperationsServlet(Operations operations, String token) {
        this.operations = operations;
        this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String shown = request.getHeader("Authorization");
        if (shown == null || !MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8))) {
            answer(response, HttpServletResponse.SC_UNAUTHORIZED, error("the token is not the one in the data folder"));
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        String operation =
                request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        try {
            answer(response, HttpServletResponse.SC_OK, operations.run(operation, arguments(body)));
        } catch (NotPossible e) {
            answer(response, 422, error(String.valueOf(e.getMessage())));
        } catch (JacksonException e) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, error("the arguments are not JSON"));
        } catch (RuntimeException e) {
            LOG.error("operation {} failed", operation, e);
            answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, error("the hub's log says why it could not"));
        }
    }

    private static JsonNode arguments(byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new NotPossible("the arguments are larger than 1 MiB");
        }
        return body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body);
    }

    private static JsonNode error(String message) {
        return MAPPER.createObjectNode().put("error", message);
    }

    private static void answer(HttpServletResponse response, int status, JsonNode json) throws IOException {
        byte[] body = MAPPER.writeValueAsBytes(json);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
