package org.emishub.deployment;

import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.officer.MailFolder;
import org.emishub.deployment.operation.AuditOperations;
import org.emishub.deployment.operation.ErasureOperations;
import org.emishub.deployment.operation.Explain;
import org.emishub.deployment.operation.FactOperations;
import org.emishub.deployment.operation.MessageOperations;
import org.emishub.deployment.operation.OperationGroup;
import org.emishub.deployment.operation.Operations;
import org.emishub.deployment.operation.PackageOperations;
import org.emishub.deployment.operation.RecipientOperations;
import org.emishub.deployment.operation.Translation;
import org.emishub.routes.HubParts;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.anomaly.AnomalyWatch;
import org.emishub.routes.erasure.Erasure;
import org.emishub.routes.facts.HttpConsentService;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.Quotas;
import org.emishub.security.pseudonym.HmacPseudonyms;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildVault;
import org.emishub.security.vault.FileChildVault;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Camel, and the routes in it. */
@Configuration(proxyBeanMethods = false)
class Routing {
    /** Started before and stopped after the ports, whose phase is near the greatest number. */
    static final int BEFORE_THE_PORTS = 0;

    @Bean(destroyMethod = "")
    CamelContext camel() {
        DefaultCamelContext camel = new DefaultCamelContext();
        // A header or body is never a language to be evaluated, and message contents never reach a log.
        camel.setStreamCaching(false);
        camel.setMessageHistory(false);
        camel.setLogMask(true);
        camel.disableJMX();
        camel.getShutdownStrategy().setTimeout(20);
        return camel;
    }

    @Bean(destroyMethod = "")
    HubRoutes routes(
            HubConfig config,
            CamelContext camel,
            javax.sql.DataSource dataSource,
            ConnectionFactory broker,
            Ledger ledger,
            Envelopes envelopes,
            AtRest atRest,
            ChildVault vault,
            Pseudonyms pseudonyms,
            AgreementsInForce agreements,
            ConnectedSystems.All systems,
            Clock clock,
            Quotas quotas,
            Tls tls) {
        return HubRoutes.create(new HubParts(
                config.name(),
                camel,
                dataSource,
                broker,
                ledger,
                envelopes,
                atRest,
                vault,
                pseudonyms,
                agreements,
                systems.list(),
                clock,
                config.delivery(),
                quotas,
                config.privacy().consentService().map(address -> new HttpConsentService(address, tls.client())),
                new MailFolder(config.privacy().spool())));
    }

    @Bean
    Gateway gateway(HubRoutes routes) {
        return routes.gateway();
    }

    @Bean
    Operations operations(List<OperationGroup> groups) {
        return new Operations(groups);
    }

    @Bean
    RecipientOperations recipientOperations(HubRoutes routes) {
        return new RecipientOperations(routes);
    }

    @Bean
    MessageOperations messageOperations(HubRoutes routes, RecipientOperations recipients) {
        return new MessageOperations(routes, recipients);
    }

    @Bean
    PackageOperations packageOperations(HubRoutes routes) {
        return new PackageOperations(routes);
    }

    @Bean
    Explain explain(
            HubConfig config,
            AgreementsInForce agreements,
            ConnectedSystems.All systems,
            HubRoutes routes,
            HmacPseudonyms pseudonyms,
            Ledger ledger,
            Clock clock) {
        boolean sandbox = config.mode() == Mode.SANDBOX;
        return new Explain(agreements, systems.list(), routes.facts(), pseudonyms, ledger, clock, sandbox);
    }

    @Bean
    Translation translation(
            AgreementsInForce agreements, HubRoutes routes, HmacPseudonyms pseudonyms, Ledger ledger, Clock clock) {
        return new Translation(agreements, routes.facts(), pseudonyms, ledger, clock);
    }

    @Bean
    FactOperations factOperations(HubRoutes routes, AgreementsInForce agreements, Clock clock) {
        return new FactOperations(routes.facts(), agreements, clock);
    }

    @Bean
    AuditOperations auditOperations(
            javax.sql.DataSource dataSource,
            Ledger ledger,
            ChildVault vault,
            AgreementsInForce agreements,
            AnomalyWatch watch,
            Clock clock) {
        return new AuditOperations(dataSource, ledger, vault, agreements, watch, clock);
    }

    @Bean
    ErasureOperations erasureOperations(Erasure erasure, HubRoutes routes) {
        return new ErasureOperations(erasure, routes.retention());
    }

    /** The only part that is handed the children's keys themselves. */
    @Bean
    Erasure erasure(HubRoutes routes, FileChildVault vault) {
        return routes.eraseWith(vault);
    }

    @Bean
    AnomalyWatch anomalyWatch(
            HubConfig config,
            javax.sql.DataSource dataSource,
            Ledger ledger,
            ChildVault vault,
            AgreementsInForce agreements,
            Clock clock) {
        return new AnomalyWatch(dataSource, ledger, vault, agreements, AnomalyRulesOf.file(config), clock);
    }

    @Bean
    SmartLifecycle routesAreUpBeforeThePorts(
            CamelContext camel, HubRoutes routes, AnomalyWatch watch, ApplicationContext context) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                camel.start();
                routes.start();
                watch.start();
            }

            @Override
            public void stop() {
                watch.close();
                routes.close();
                camel.stop();
            }

            /** A hub whose data is only looked at delivers nothing. */
            @Override
            public boolean isAutoStartup() {
                return context instanceof WebServerApplicationContext;
            }

            @Override
            public boolean isRunning() {
                return camel.isStarted();
            }

            @Override
            public int getPhase() {
                return BEFORE_THE_PORTS;
            }
        };
    }
}
