package org.emishub.deployment.sandbox;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A state's service of consents, as Kazakhstan's is: asked per child and purpose by whoever shows a certificate, it says yes or no. */
public final class ConsentServiceSimulator extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_BYTES = 4_096;

    private final transient Set<String> given = ConcurrentHashMap.newKeySet();

    /**
     * Notes a consent.
     *
     * @param giver {@code guardian} or {@code child}
     */
    public void give(String giver, String child, String agreement) {
        given.add(String.join("\n", giver, child, agreement));
    }

    public void withdraw(String giver, String child, String agreement) {
        given.remove(String.join("\n", giver, child, agreement));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute("jakarta.servlet.request.X509Certificate") == null) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES);
        try {
            JsonNode asked = MAPPER.readTree(body);
            String key = String.join(
                    "\n",
                    asked.path("giver").asString(""),
                    asked.path("child").asString(""),
                    asked.path("agreement").asString(""));
            byte[] answer = MAPPER.writeValueAsBytes(MAPPER.createObjectNode()
                    .put("id", asked.path("id").asString(""))
                    .put("consented", given.contains(key)));
            response.setContentType("application/json");
            response.getOutputStream().write(answer);
        } catch (JacksonException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
