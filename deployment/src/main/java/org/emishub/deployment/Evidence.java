package org.emishub.deployment;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.emishub.deployment.config.AgreementFolder;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.MasterKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.routes.store.AgreementTexts;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.Event;
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
        AgreementsInForce agreements = new AgreementsInForce(
                AgreementFolder.of(config, members, clock), clock, agreement -> changed(ledger, agreement));
        agreements.get().all().forEach(agreement -> known(ledger, agreement));
        return agreements;
    }

    /** One that was changed while no hub ran is entered now; one that was never seen is not a change. */
    private static void known(Ledger ledger, Agreement agreement) {
        ledger.commit((connection, appender) -> {
            AgreementTexts.note(connection, agreement.id(), agreement.bundleHash());
            return agreement;
        });
        changed(ledger, agreement);
    }

    /** Entered by whichever node sees it first. */
    private static void changed(Ledger ledger, Agreement agreement) {
        EntryDraft entry = new EntryDraft(
                Event.AGREEMENT_CHANGED,
                agreement.id() + "@" + agreement.bundleHash(),
                java.util.Optional.of(agreement.ref()),
                "OK",
                "",
                java.util.Optional.of(agreement.provider()),
                java.util.Optional.of(agreement.client()),
                java.util.List.of(),
                0,
                "",
                EntryDraft.Side.NONE);
        ledger.commit((connection, appender) -> {
            boolean first = AgreementTexts.first(connection, agreement.id(), agreement.bundleHash());
            if (first) {
                appender.append(entry);
            }
            return first;
        });
    }
}
