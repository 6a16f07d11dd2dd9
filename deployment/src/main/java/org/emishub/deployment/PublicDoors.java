package org.emishub.deployment;

import org.apache.catalina.connector.Connector;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.ExchangeServlet;
import org.emishub.deployment.door.FewAtOnceFilter;
import org.emishub.deployment.door.LedgerServlet;
import org.emishub.deployment.door.MemberFilter;
import org.emishub.deployment.door.PackagesServlet;
import org.emishub.deployment.door.PressureFilter;
import org.emishub.deployment.door.PublishedServlet;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.pressure.BackPressure;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.envelope.Jwks;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.Quotas;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The public side: the HTTP port with the hub protocol, and the HTTPS port with client certificates for native protocols. */
@Configuration(proxyBeanMethods = false)
class PublicDoors {
    /** Paths that only a member with its registered TLS certificate reaches. */
    static final String[] NATIVE = {"/dci/*", "/soap/*", "/oneroster/*", "/fhir/*", "/usage/*"};

    /** At a time, of the threads that all doors share. */
    private static final int LEDGER_READERS = 8;

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> httpsPort(HubConfig config, Tls tls) {
        return factory -> {
            Connector https = new Connector();
            https.setPort(config.doors().https());
            https.setProperty("address", config.doors().host());
            tls.secure(https);
            factory.addAdditionalConnectors(https);
        };
    }

    /** Before anybody is asked who he is, and before anything is read. */
    @Bean
    FilterRegistrationBean<PressureFilter> roomFirst(BackPressure pressure) {
        FilterRegistrationBean<PressureFilter> filter = new FilterRegistrationBean<>(new PressureFilter(pressure));
        filter.addUrlPatterns(NATIVE);
        filter.addUrlPatterns("/exchange", "/packages", "/packages/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<MemberFilter> membersOnly(Members members, Quotas quotas, Gateway gateway) {
        FilterRegistrationBean<MemberFilter> filter =
                new FilterRegistrationBean<>(new MemberFilter(members, quotas, gateway));
        filter.addUrlPatterns(NATIVE);
        return filter;
    }

    @Bean
    ServletRegistrationBean<ExchangeServlet> exchange(Gateway gateway) {
        return new ServletRegistrationBean<>(new ExchangeServlet(gateway), "/exchange");
    }

    @Bean
    ServletRegistrationBean<PackagesServlet> packages(HubRoutes routes) {
        return new ServletRegistrationBean<>(new PackagesServlet(routes.packages(), routes.gateway()), "/packages");
    }

    @Bean
    ServletRegistrationBean<PublishedServlet> jwks(OwnKeys own) {
        return new ServletRegistrationBean<>(
                new PublishedServlet("application/jwk-set+json", Jwks.of(own)), "/.well-known/jwks.json");
    }

    /** Nobody knows who they are: the members' requests have the other threads. */
    @Bean
    FilterRegistrationBean<FewAtOnceFilter> fewReaders() {
        FilterRegistrationBean<FewAtOnceFilter> filter =
                new FilterRegistrationBean<>(new FewAtOnceFilter(LEDGER_READERS));
        filter.addUrlPatterns("/ledger/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** For auditors, witnesses and whoever else reads a C2SP tlog-tiles log. */
    @Bean
    ServletRegistrationBean<LedgerServlet> publishedLedger(HubConfig config) {
        return new ServletRegistrationBean<>(new LedgerServlet(config.data().resolve("ledger")), "/ledger/*");
    }
}
