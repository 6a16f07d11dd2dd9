package org.emishub.deployment;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.emishub.deployment.config.AgreementFolder;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.MasterKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.member.Members;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is kept so that it can be proved, and what it was decided by: ledger, children's keys, agreements. */
@Configuration(proxyBeanMethods = false)
class Evidence {
    /** Brings the tables of every module to this version; each module owns its folder below {@code db/migration}. */
    @Bean
    Flyway migrated(DataSource dataSource) {
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                // Each module numbers its own: a new one of routes comes after those of adapters that already ran.
                .outOfOrder(true)
                .load();
        flyway.migrate();
        return flyway;
    }

    @Bean
    FileChildVault vault(HubConfig config, MasterKeys keys, Flyway afterMigration) {
        return new FileChildVault(config.vault(), new VaultKeys(keys.vault(), keys.blind()));
    }

    @Bean
    AtRest atRest(MasterKeys keys) {
        return new AtRest(keys.atRest());
    }

    @Bean
    CheckpointKey checkpointKey(HubConfig config, KeyFile hubKeys) {
        return new CheckpointKey(config.name() + "/ledger", hubKeys.key(Use.CHECKPOINT.alias()));
    }

    @Bean
    Ledger ledger(
            HubConfig config,
            DataSource dataSource,
            CheckpointKey key,
            FileChildVault vault,
            Clock clock,
            MeterRegistry registry) {
        Path checkpoints = config.data().resolve("checkpoints");
        return new CountedLedger(new PostgresLedger(dataSource, key, checkpoints, vault, clock), registry);
    }

    @Bean
    AgreementsInForce agreements(HubConfig config, Ledger ledger, Clock clock, Members members) {
        AgreementRecord record = new AgreementRecord(ledger, clock, config.mode() == Mode.PRODUCTION);
        return new AgreementsInForce(AgreementFolder.of(config, members, clock), clock, record::enter);
    }
}
