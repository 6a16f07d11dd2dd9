package org.emishub.adapters.socialprotection.soap;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.staxutils.StaxUtils;
import org.apache.cxf.ws.security.SecurityConstants;
import org.emishub.adapters.socialprotection.soap.wire.AttendancePort;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.member.SystemId;

/** Puts the steps of a SOAP call in their order. */
final class AttendanceEndpoint {
    private static final String NAMESPACE = "urn:emishub:attendance:1";

    private final Gateway gateway;
    private final SoapIdentity self;
    private final Function<X509Certificate, Optional<SystemId>> members;
    private final Clock clock;

    AttendanceEndpoint(
            Gateway gateway, SoapIdentity self, Function<X509Certificate, Optional<SystemId>> members, Clock clock) {
        this.gateway = gateway;
        this.self = self;
        this.members = members;
        this.clock = clock;
    }

    void publish(Bus bus) {
        JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
        factory.setBus(bus);
        factory.setServiceClass(AttendancePort.class);
        factory.setServiceBean(new AttendanceAnswers(gateway, clock));
        factory.setWsdlLocation("classpath:wsdl/attendance.wsdl");
        factory.setServiceName(new QName(NAMESPACE, "AttendanceService"));
        factory.setEndpointName(new QName(NAMESPACE, "AttendanceEndpoint"));
        factory.setAddress("/attendance");
        factory.setProperties(new HashMap<>(Map.of(
                Message.SCHEMA_VALIDATION_ENABLED,
                "IN",
                Message.MTOM_ENABLED,
                "false",
                FaultListener.class.getName(),
                new Silent(),
                SecurityConstants.TIMESTAMP_CACHE_INSTANCE,
                new SeenOnce(),
                StaxUtils.MAX_ELEMENT_DEPTH,
                "64",
                StaxUtils.MAX_CHILD_ELEMENTS,
                "1000",
                StaxUtils.MAX_ATTRIBUTE_COUNT,
                "100")));
        secure(factory);
        factory.create();
    }

    /** Keeps the framework from logging exceptions: their texts quote what was sent. {@link FaultText} logs the class. */
    private static final class Silent implements FaultListener {
        @Override
        public boolean faultOccurred(Exception exception, String description, Message message) {
            return false;
        }
    }

    private void secure(JaxWsServerFactoryBean factory) {
        factory.getInInterceptors().add(new SecuredIn(self));
        factory.getInInterceptors().add(SecuredIn.coverage());
        factory.getInInterceptors().add(new RecogniseCaller(members));
        factory.getOutInterceptors().add(new RecordRelease());
        factory.getOutInterceptors().add(new SecuredOut(self));
        factory.getOutFaultInterceptors().add(new FaultText(gateway));
        factory.getOutFaultInterceptors().add(new SecuredOut(self));
    }
}
