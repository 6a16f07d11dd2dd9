package org.emishub.deployment;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.emishub.deployment.config.AgreementFolder;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.MasterKeys;
import org.emishub.deployment.keys.PostQuantumSeed;
import org.emishub.deployment.keys.Use;
import org.emishub.deployment.operation.EvidenceOperations;
import org.emishub.deployment.operation.LedgerOperations;
import org.emishub.security.evidence.CasePacks;
import org.emishub.security.evidence.CertificateHistory;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.CheckpointKeys;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.KeyHandover;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.ledger.LedgerFiles;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.PostQuantumLine;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.member.Members;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;
import org.emishub.security.witness.Cosignatures;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is kept so that it can be proved, and what it was decided by: ledger, children's keys, agreements. */
@Configuration(proxyBeanMethods = false)
class Evidence {
    private static final Duration PUBLISHED_WITHIN = Duration.ofSeconds(1);

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

    /** Every key under {@code checkpoint} or an alias that begins so; that of {@code checkpoint} itself is the first, while the ledger does not say otherwise. */
    @Bean
    CheckpointKeys checkpointKeys(HubConfig config, KeyFile hubKeys, Clock clock) {
        String origin = config.name() + "/ledger";
        return new CheckpointKeys(
                hubKeys.aliases(Use.CHECKPOINT).stream()
                        .map(alias -> new CheckpointKey(origin, hubKeys.key(alias)))
                        .toList(),
                PostQuantumSeed.in(config.keys().folder()).map(seed -> new PostQuantumLine(origin, seed, clock)));
    }

    /** Closed after the ledger, whose last checkpoint it publishes. */
    @Bean
    LedgerFiles ledgerFiles(HubConfig config, DataSource dataSource, CheckpointKeys keys, Cosignatures cosignatures) {
        LedgerFiles files = new LedgerFiles(dataSource, keys, config.data().resolve("ledger"), cosignatures::published);
        files.start(PUBLISHED_WITHIN);
        return files;
    }

    @Bean
    LedgerProofs ledgerProofs(HubConfig config, DataSource dataSource, CheckpointKeys keys, Cosignatures cosignatures) {
        return new LedgerProofs(dataSource, config.data().resolve("checkpoints"), keys, cosignatures::published);
    }

    @Bean
    LedgerOperations ledgerOperations(
            HubConfig config,
            Ledger ledger,
            LedgerFiles files,
            LedgerProofs proofs,
            CheckpointKeys keys,
            Cosignatures cosignatures,
            Stamps stamps) {
        KeyHandover handover = new KeyHandover(ledger, keys);
        return new LedgerOperations(ledger, files, proofs, handover, cosignatures, stamps, config.data());
    }

    @Bean
    Ledger ledger(
            HubConfig config,
            DataSource dataSource,
            CheckpointKeys keys,
            FileChildVault vault,
            Clock clock,
            LedgerFiles outliveTheLedger,
            MeterRegistry registry) {
        Path checkpoints = config.data().resolve("checkpoints");
        return new CountedLedger(new PostgresLedger(dataSource, keys, checkpoints, vault, clock), registry);
    }

    @Bean
    EvidenceOperations evidenceOperations(
            DataSource dataSource,
            Ledger ledger,
            FileChildVault vault,
            LedgerProofs proofs,
            Cosignatures cosignatures,
            Stamps stamps,
            OwnKeys own,
            HubConfig config,
            Clock clock) {
        CasePacks packs = new CasePacks(new EntryReader(dataSource, vault), proofs, cosignatures, stamps);
        return new EvidenceOperations(
                dataSource,
                ledger,
                vault,
                proofs,
                packs,
                entries -> HubCertificates.of(own, config.members(), new CertificateHistory(dataSource), entries),
                clock);
    }

    @Bean
    AgreementsInForce agreements(HubConfig config, Ledger ledger, Clock clock, Members members) {
        AgreementRecord record = new AgreementRecord(ledger, clock, config.mode() == Mode.PRODUCTION);
        return new AgreementsInForce(AgreementFolder.of(config, members, clock), clock, record::enter);
    }

    /** Before anything is exchanged with them. */
    @Bean
    SetupRecord setupRecord(
            HubConfig config,
            Ledger ledger,
            KeyFile hubKeys,
            LedgerProofs proofs,
            CheckpointKeys checkpoints,
            Members members,
            DataSource dataSource,
            Clock clock) {
        new CertificateHistory(dataSource).keep(members.systems(), clock.instant());
        SetupRecord record = new SetupRecord(ledger);
        record.enter(Setup.of(config, hubKeys, proofs.announcedKey(), checkpoints, members));
        return record;
    }
}
