package org.emishub.deployment.operation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.emishub.deployment.RunningHub;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.operation.Operations.NotPossible;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs operations for the command line: in the hub that runs, else on its data folder. */
public final class Operator {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int NOT_POSSIBLE = 422;

    private final HubConfig config;

    public Operator(HubConfig config) {
        this.config = config;
    }

    /**
     * Runs one.
     *
     * @throws NotPossible when it cannot be done as asked
     * @throws IllegalStateException when neither a hub nor its data folder is there
     */
    public JsonNode run(String operation, JsonNode arguments) {
        if (RunningHub.runsOn(config)) {
            return call(operation, arguments);
        }
        if (config.database().isEmpty() && !Files.isDirectory(config.data().resolve("database"))) {
            throw new IllegalStateException(config.data()
                    + " holds no hub's data: run './hub demo' or './hub run' first, or name another hub.yaml");
        }
        try (RunningHub resting = RunningHub.open(config)) {
            return resting.part(Operations.class).run(operation, arguments);
        }
    }

    private JsonNode call(String operation, JsonNode arguments) {
        HubConfig.Doors doors = config.doors();
        URI address =
                URI.create("http://" + doors.host() + ":" + doors.management() + OperationsServlet.PATH + operation);
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(TIMEOUT)
                    .header(
                            "Authorization",
                            "Bearer " + Files.readString(token()).strip())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(arguments)))
                    .build();
            HttpResponse<byte[]> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            return read(response.statusCode(), MAPPER.readTree(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "a hub runs on " + config.data() + " but does not answer on port " + doors.management()
                            + ": is it still starting, or was it started with another hub.yaml?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the hub", e);
        }
    }

    private Path token() {
        return config.data().resolve(OperationsServlet.TOKEN);
    }

    private static JsonNode read(int status, JsonNode answer) {
        if (status == 200) {
            return answer;
        }
        String error = answer.path("error").asString("the hub answered " + status);
        if (status == NOT_POSSIBLE) {
            throw new NotPossible(error);
        }
        throw new IllegalStateException(error);
    }
}
