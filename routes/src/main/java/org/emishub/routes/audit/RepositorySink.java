package org.emishub.routes.audit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;

/**
 * An Audit Record Repository over HTTP: IHE ITI-20 with the FHIR Feed option, many events as a batch, one by {@code POST [base]/AuditEvent}.
 *
 * <p>A repository that does not take batches is told one by one, and asked again now and then: it may have refused one for what was in it.
 */
public final class RepositorySink implements AuditSink {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int BATCH = 100;
    private static final int ONE_BY_ONE = 10;
    /** After so many one by one a batch is tried again. */
    private static final int TRIED_AGAIN = 500;

    private static final Set<Integer> NO_BATCHES = Set.of(400, 404, 405, 413, 415, 422, 501);
    /** About this event and not about the asker, its address or the moment; 409 says that it is there. */
    private static final Set<Integer> NEVER = Set.of(400, 413, 422);

    private static final int THERE = 409;

    private final String base;
    private final AuditTranslator translator;
    private final BoundedCall call;
    private volatile boolean batches = true;
    /** How many it was told since it refused a batch; of the one thread that tells it. */
    private volatile int oneByOne;

    /** @param tls shows the hub's certificate */
    public RepositorySink(URI base, SSLContext tls, AuditTranslator translator) {
        this.base = base.toString().replaceAll("/+$", "");
        this.translator = translator;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(tls)
                .build();
        this.call = new BoundedCall(http, WITHIN, LARGEST_ANSWER);
    }

    @Override
    public String name() {
        return "repository";
    }

    @Override
    public int most() {
        return batches ? BATCH : ONE_BY_ONE;
    }

    @Override
    public List<Refused> send(List<AuditRecord> records) {
        boolean again = !batches && oneByOne >= TRIED_AGAIN;
        if (records.size() == 1 || !(batches || again)) {
            return oneByOne(records);
        }
        oneByOne = 0;
        HttpResponse<byte[]> answer = post(base, translator.batch(records));
        if (NO_BATCHES.contains(answer.statusCode())) {
            if (again) {
                return oneByOne(records);
            }
            // Told again in smaller numbers: all of these one by one would outlast the lease by far.
            batches = false;
            throw fault(answer.statusCode());
        }
        if (answer.statusCode() / 100 != 2) {
            throw fault(answer.statusCode());
        }
        List<Integer> statuses = translator.statuses(answer.body());
        if (statuses.size() != records.size()) {
            throw new SystemFault("BAD_ANSWER", "answered " + statuses.size() + " of " + records.size(), false);
        }
        batches = true;
        return refused(records, statuses);
    }

    private List<Refused> oneByOne(List<AuditRecord> records) {
        List<Integer> statuses = new ArrayList<>();
        for (AuditRecord record : records) {
            statuses.add(post(base + "/AuditEvent", translator.event(record)).statusCode());
        }
        List<Refused> refused = refused(records, statuses);
        oneByOne = Math.min(TRIED_AGAIN, oneByOne + records.size());
        return refused;
    }

    private static List<Refused> refused(List<AuditRecord> records, List<Integer> statuses) {
        List<Refused> refused = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            int status = statuses.get(i);
            if (NEVER.contains(status)) {
                refused.add(new Refused(records.get(i).sequence(), "HTTP_" + status));
            } else if (status / 100 != 2 && status != THERE) {
                throw fault(status);
            }
        }
        return refused;
    }

    private HttpResponse<byte[]> post(String address, byte[] body) {
        return call.send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", translator.mediaType())
                .header("Accept", translator.mediaType())
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private static SystemFault fault(int status) {
        return new SystemFault("HTTP_" + status, "the repository does not take events now", false);
    }
}
