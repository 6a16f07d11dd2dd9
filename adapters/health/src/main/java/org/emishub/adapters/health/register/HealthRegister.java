package org.emishub.adapters.health.register;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.client.apache.ApacheRestfulClientFactory;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;
import org.apache.http.util.EntityUtils;
import org.emishub.security.hash.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one health register: connections that are kept alive, answers that are bounded.
 *
 * <p>Follows no redirect, keeps no cookie, reads no proxy from the environment, and repeats nothing by itself.
 */
public final class HealthRegister implements AutoCloseable {
    private static final String PEER = "org.emishub.peer";

    private final RegisterSettings settings;
    private final FhirContext fhir;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService timer;
    private final IGenericClient client;

    /**
     * What was answered to bytes that were sent as they are.
     *
     * @param peer lower-case hex SHA-256 of the certificate that answered, empty without TLS
     */
    public record Answer(int status, byte[] body, String peer) {}

    private HealthRegister(
            RegisterSettings settings, FhirContext fhir, CloseableHttpClient http, ScheduledExecutorService timer) {
        this.timer = timer;
        this.settings = settings;
        this.fhir = fhir;
        this.http = http;
        ApacheRestfulClientFactory factory = new ApacheRestfulClientFactory(fhir);
        factory.setHttpClient(http);
        factory.setServerValidationMode(ServerValidationModeEnum.NEVER);
        fhir.setRestfulClientFactory(factory);
        this.client = factory.newGenericClient(settings.base().toString());
        client.setEncoding(EncodingEnum.JSON);
    }

    /**
     * Opens it; connects only when first asked.
     *
     * @param tls whom to trust, and the hub's own certificate; not used for a plain {@code http} base
     */
    public static HealthRegister open(RegisterSettings settings, SSLContext tls) {
        // One of its own: HAPI takes the HTTP client from the context, and a shared context would mix up two registers.
        FhirContext fhir = FhirContext.forR4();
        fhir.setParserErrorHandler(new LenientErrorHandler(false));
        RequestConfig config = RequestConfig.custom()
                .setConnectTimeout((int) settings.connect().toMillis())
                .setConnectionRequestTimeout((int) settings.answer().toMillis())
                .setSocketTimeout((int) settings.answer().toMillis())
                .build();
        ScheduledExecutorService timer = timer();
        CloseableHttpClient http = HttpClients.custom()
                .setRequestExecutor(new TimedExecutor())
                .setSSLContext(tls)
                .setDefaultRequestConfig(config)
                .setMaxConnTotal(settings.connections())
                .setMaxConnPerRoute(settings.connections())
                .setConnectionTimeToLive(5, TimeUnit.MINUTES)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .addInterceptorLast((HttpRequest request, HttpContext context) ->
                        Deadline.start(request, context, settings.answer(), timer))
                .addInterceptorLast((HttpResponse response, HttpContext context) -> bound(response, context, settings))
                .build();
        return new HealthRegister(settings, fhir, http, timer);
    }

    private static ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "health-register-deadlines");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Says of a request that its deadline broke off that it took too long. */
    private static final class TimedExecutor extends HttpRequestExecutor {
        @Override
        public HttpResponse execute(HttpRequest request, HttpClientConnection connection, HttpContext context)
                throws IOException, HttpException {
            try {
                return super.execute(request, connection, context);
            } catch (IOException e) {
                Deadline deadline = Deadline.of(context);
                throw deadline == null ? e : deadline.named(e);
            }
        }
    }

    private static void bound(HttpResponse response, HttpContext context, RegisterSettings settings) {
        ManagedHttpClientConnection connection =
                HttpClientContext.adapt(context).getConnection(ManagedHttpClientConnection.class);
        context.setAttribute(PEER, peer(connection.getSSLSession()));
        Deadline deadline = Deadline.of(context);
        if (response.getEntity() != null && deadline != null) {
            response.setEntity(new BoundedAnswer(
                    response.getEntity(), settings.largestAnswer(), deadline, () -> breakOff(connection)));
        }
    }

    private static void breakOff(ManagedHttpClientConnection connection) {
        try {
            connection.shutdown();
        } catch (IOException alreadyBroken) {
            // It is broken off, which is all that was wanted.
        }
    }

    private static String peer(@Nullable SSLSession session) {
        if (session == null) {
            return "";
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Sha256.hex(chain[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return "";
        }
    }

    /** HAPI's client for questions; safe for many threads. */
    IGenericClient client() {
        return client;
    }

    public FhirContext fhir() {
        return fhir;
    }

    public RegisterSettings settings() {
        return settings;
    }

    /**
     * Posts exactly these bytes to the FHIR base, as a batch or transaction.
     *
     * @throws IOException when there is no whole answer within the limits
     */
    public Answer post(byte[] bundle, String idempotencyKey) throws IOException {
        HttpPost post = new HttpPost(settings.base());
        post.setHeader("Idempotency-Key", idempotencyKey);
        post.setHeader("Accept", "application/fhir+json");
        post.setHeader("Prefer", "return=minimal");
        post.setEntity(new ByteArrayEntity(bundle, ContentType.create("application/fhir+json", "UTF-8")));
        HttpClientContext context = HttpClientContext.create();
        return http.execute(
                post,
                response -> new Answer(
                        response.getStatusLine().getStatusCode(),
                        response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity()),
                        String.valueOf(context.getAttribute(PEER))),
                context);
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
        http.close();
    }
}
