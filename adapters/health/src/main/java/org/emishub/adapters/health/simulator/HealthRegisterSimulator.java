package org.emishub.adapters.health.simulator;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.Collection;
import java.util.List;

/** A national health register of children that speaks FHIR R4, as a servlet to be mounted at {@code /fhir/*}. */
public final class HealthRegisterSimulator {
    private final Entrance entrance;
    private final RestfulServer server;

    /**
     * @param children all it holds at the start
     * @param certificateRequired whether a request without a TLS client certificate is refused with 401
     * @param clock tells today, in the register's own time zone
     */
    public HealthRegisterSimulator(Collection<HealthChild> children, boolean certificateRequired, Clock clock) {
        FhirContext fhir = FhirContext.forR4Cached();
        this.entrance = new Entrance(certificateRequired);
        this.server = new RestfulServer(fhir);
        server.registerProvider(new RegisterApi(fhir, new Holdings(children), clock));
        server.registerInterceptor(entrance);
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        server.setServerName("health register");
        server.setServerVersion("1");
    }

    public Servlet servlet() {
        return server;
    }

    /** The last 500 requests, oldest first. */
    public List<ReceivedRequest> received() {
        return entrance.received();
    }

    /** Forgets the requests received so far. */
    public void forgetReceived() {
        entrance.forget();
    }
}
