package org.emishub.deployment;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.pressure.BackPressure;
import org.emishub.deployment.pressure.Letters;
import org.emishub.routes.HubRoutes;
import org.emishub.routes.store.Letter;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an operator watches, and what the hub itself watches so as not to take on more than it can hold. */
@Configuration(proxyBeanMethods = false)
class Observation {
    @Bean
    Letters letters(DataSource dataSource, Flyway afterMigration) {
        return new Letters(dataSource);
    }

    @Bean
    BackPressure backPressure(HubConfig config, Letters letters) {
        return new BackPressure(
                List.of(config.data(), config.vault(), config.broker().folder()),
                letters,
                config.limits().disk(),
                config.limits().queue());
    }

    /** Prometheus writes them with underscores: {@code hub_letters}, {@code hub_full}, {@code hub_disk_percent}. */
    @Bean
    MeterBinder gauges(BackPressure pressure, Letters letters) {
        return registry -> {
            for (Letter.State state : Letters.STATES) {
                Gauge.builder("hub.letters", letters, all -> all.in(state))
                        .description("letters that are waiting, sent, or dead")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
            gauge(registry, "hub.full", "1 while nothing new is taken on", pressure);
            Gauge.builder("hub.disk.percent", pressure, BackPressure::diskPercent)
                    .description("how full the fullest disk is that the hub writes to")
                    .register(registry);
        };
    }

    /** Prometheus writes {@code hub_provider_away}. */
    @Bean
    MeterBinder providers(HubRoutes routes) {
        return registry -> routes.providers().watched().forEach(provider -> Gauge.builder(
                        "hub.provider.away", routes.providers(), watch -> watch.isAway(provider) ? 1 : 0)
                .description("1 while a provider answers nobody and questions to it get 503")
                .tag("provider", provider.toString())
                .register(registry));
    }

    private static void gauge(MeterRegistry registry, String name, String what, BackPressure pressure) {
        Gauge.builder(name, pressure, p -> p.full() ? 1 : 0).description(what).register(registry);
    }
}
