package org.emishub.deployment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.HubConfig.AuditFormat;
import org.emishub.deployment.door.Tls;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.operation.AuditFeedOperations;
import org.emishub.deployment.operation.AuditOperations;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.routes.audit.AuditFeed;
import org.emishub.routes.audit.AuditRecords;
import org.emishub.routes.audit.AuditSink;
import org.emishub.routes.audit.AuditTranslator;
import org.emishub.routes.audit.DicomAudit;
import org.emishub.routes.audit.RepositorySink;
import org.emishub.routes.audit.SyslogSink;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.vault.ChildVault;
import org.flywaydb.core.Flyway;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells outside audit repositories what the ledger holds. */
@Configuration(proxyBeanMethods = false)
class AuditFeeding {
    @Bean
    AuditRecords auditRecords(HubConfig config, DataSource dataSource, ChildVault vault, AgreementsInForce agreements) {
        return new AuditRecords(
                config.name(),
                new EntryReader(dataSource, vault),
                vault,
                agreements,
                config.audit().people());
    }

    /** Of the one adapter whose sector has the standard. */
    @Bean
    AuditTranslator auditTranslator() {
        return ServiceLoader.load(AuditTranslator.class, AuditTranslator.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new YamlException(
                        "hub.yaml", 0, "no installed adapter writes AuditEvents", "Install adapter-health."));
    }

    @Bean
    AuditFeed auditFeed(
            HubConfig config,
            DataSource dataSource,
            AuditRecords records,
            AuditTranslator translator,
            KeyFile hubKeys,
            Flyway afterMigration) {
        return new AuditFeed(dataSource, records, sinks(config.audit(), translator, hubKeys), config.delivery());
    }

    @Bean
    AuditFeedOperations auditFeedOperations(
            AuditFeed feed,
            AuditRecords records,
            AuditTranslator translator,
            DataSource dataSource,
            ChildVault vault,
            AuditOperations auditor) {
        return new AuditFeedOperations(feed, records, translator, new EntryReader(dataSource, vault), auditor);
    }

    private static List<AuditSink> sinks(HubConfig.Audit audit, AuditTranslator translator, KeyFile keys) {
        Supplier<SSLContext> tls = () -> new Tls(keys, Trust.authority(audit.trust())).client();
        SyslogSink.Payload payload = audit.format() == AuditFormat.DICOM
                ? new SyslogSink.Payload(DicomAudit.MESSAGE_ID, DicomAudit::message)
                : new SyslogSink.Payload("FHIR+AuditEvent", translator::event);
        List<AuditSink> sinks = new ArrayList<>();
        audit.repository().ifPresent(base -> sinks.add(new RepositorySink(base, tls.get(), translator)));
        audit.syslog().ifPresent(address -> sinks.add(new SyslogSink(address, tls.get(), payload)));
        return sinks;
    }

    /** Prometheus writes them with underscores: {@code hub_audit_behind}, {@code hub_audit_failures}, {@code hub_audit_refused}. */
    @Bean
    MeterBinder auditGauges(HubConfig config, AuditFeed feed) {
        return registry -> {
            config.audit().repository().ifPresent(base -> gauges(registry, feed, "repository"));
            config.audit().syslog().ifPresent(address -> gauges(registry, feed, "syslog"));
        };
    }

    private static void gauges(MeterRegistry registry, AuditFeed feed, String sink) {
        gauge(registry, feed, sink, "hub.audit.behind", "entries it was not told yet", AuditFeed.State::behind);
        gauge(registry, feed, sink, "hub.audit.failures", "attempts that failed in a row", AuditFeed.State::failures);
        gauge(registry, feed, sink, "hub.audit.refused", "entries it will not take", AuditFeed.State::refused);
    }

    private static void gauge(
            MeterRegistry registry,
            AuditFeed feed,
            String sink,
            String name,
            String what,
            ToDoubleFunction<AuditFeed.State> value) {
        Gauge.builder(name, feed, f -> states(f).stream()
                        .filter(state -> state.sink().equals(sink))
                        .mapToDouble(value)
                        .findFirst()
                        .orElse(Double.NaN))
                .description(what)
                .tag("sink", sink)
                .register(registry);
    }

    /** {@code PENDING} does not take the hub down: exchange goes on, and the ledger is the source. */
    @Bean
    HealthIndicator auditHealth(AuditFeed feed) {
        return () -> {
            String behind = states(feed).stream()
                    .filter(state -> state.failures() > 0)
                    .map(state -> state.sink() + " is " + state.behind() + " entries behind (" + state.fault() + ")")
                    .collect(Collectors.joining(", "));
            return Health.status(behind.isEmpty() ? Status.UP : new Status("PENDING", behind))
                    .build();
        };
    }

    /** None while the database is away, which says so itself. */
    private static List<AuditFeed.State> states(AuditFeed feed) {
        try {
            return feed.states();
        } catch (SQLException e) {
            return List.of();
        }
    }

    @Bean
    SmartLifecycle auditFeedRuns(AuditFeed feed, ApplicationContext context) {
        return new WhileRoutesAreUp(context, feed::start, feed::close);
    }
}
