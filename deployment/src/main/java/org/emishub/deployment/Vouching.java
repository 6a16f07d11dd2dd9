package org.emishub.deployment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import javax.sql.DataSource;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.door.TestimonyServlet;
import org.emishub.deployment.operation.TestimonyOperations;
import org.emishub.deployment.testimony.Testimony;
import org.emishub.deployment.testimony.TestimonyFolder;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;
import org.flywaydb.core.Flyway;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who outside vouches for the ledger: witnesses and the authority for the time. */
@Configuration(proxyBeanMethods = false)
class Vouching {
    /** Neither up nor down: the exchange goes on, and no balancer takes the node out. */
    private static final String PENDING = "PENDING";

    @Bean
    Cosignatures cosignatures(DataSource dataSource, Flyway afterMigration) {
        return new Cosignatures(dataSource);
    }

    @Bean
    Stamps stamps(DataSource dataSource, Flyway afterMigration) {
        return new Stamps(dataSource);
    }

    @Bean
    Testimony testimony(HubConfig config, Cosignatures cosignatures, Stamps stamps, LedgerProofs proofs, Clock clock) {
        TestimonyFolder folder = new TestimonyFolder(config.data().resolve("checkpoints"));
        return new Testimony(config.testimony(), cosignatures, stamps, proofs::consistency, folder, clock);
    }

    @Bean
    TestimonyOperations testimonyOperations(
            HubConfig config,
            Cosignatures cosignatures,
            Stamps stamps,
            LedgerProofs proofs,
            CheckpointKey key,
            Testimony testimony) {
        return new TestimonyOperations(
                cosignatures, stamps, proofs, key, testimony, config.testimony().witnesses());
    }

    @Bean
    HealthIndicator witnessHealth(Testimony testimony) {
        return () -> health(testimony, "witness");
    }

    @Bean
    HealthIndicator timestampHealth(Testimony testimony) {
        return () -> health(testimony, "timestamp");
    }

    private static Health health(Testimony testimony, String kind) {
        return (testimony.pending(kind) ? Health.status(PENDING) : Health.up()).build();
    }

    /** Prometheus writes them with underscores: {@code hub_testimony_pending}, {@code hub_testimony_behind}. */
    @Bean
    MeterBinder testimonyGauges(Testimony testimony) {
        return registry -> testimony.parties().forEach(party -> {
            Gauge.builder("hub.testimony.pending", testimony, t -> t.pending(party) ? 1 : 0)
                    .description("1 while who should vouch for checkpoints does not; the exchange goes on")
                    .tag("kind", party.kind())
                    .tag("by", party.name())
                    .register(registry);
            Gauge.builder("hub.testimony.behind", testimony, t -> t.behind(party))
                    .description("entries that it has not vouched for yet")
                    .tag("kind", party.kind())
                    .tag("by", party.name())
                    .register(registry);
        });
    }

    @Bean
    ServletRegistrationBean<TestimonyServlet> publishedTestimony(Cosignatures cosignatures, Stamps stamps) {
        return new ServletRegistrationBean<>(
                new TestimonyServlet(cosignatures, stamps),
                "/ledger/cosigned",
                "/ledger/stamped",
                "/ledger/stamped.tsr");
    }

    @Bean
    SmartLifecycle testimonyAlongside(Testimony testimony, Ledger ledger, ApplicationContext context) {
        return new WhileRoutesAreUp(context, testimony::start, testimony::close);
    }
}
