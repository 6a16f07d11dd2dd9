package org.emishub.security.ledger;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.emishub.security.TestDatabase;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.FileChildVault;
import org.emishub.security.vault.VaultKeys;

/** Everything a ledger needs, kept while ledgers come and go over it as hubs do. */
public final class TestLedger {
    public final DataSource database = TestDatabase.fresh();
    public final CheckpointKey key = key();
    public CheckpointKeys keys = new CheckpointKeys(key);
    public final Path checkpoints;
    public final FileChildVault vault;

    public TestLedger(Path folder) {
        this.checkpoints = folder.resolve("checkpoints");
        this.vault = new FileChildVault(
                folder.resolve("keys"),
                new VaultKeys(new SecretKeySpec(new byte[32], "AES"), new SecretKeySpec(new byte[32], "HmacSHA256")));
    }

    /** A new one of this ledger. */
    public static CheckpointKey key() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new CheckpointKey("hub.example/ledger", pair.getPrivate());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public PostgresLedger open() {
        return open(1_000, Duration.ofSeconds(10));
    }

    public PostgresLedger open(long checkpointEntries, Duration checkpointAge) {
        return new PostgresLedger(
                database, keys, checkpoints, vault, Clock.systemUTC(), checkpointEntries, checkpointAge);
    }

    /** A ledger over the same database by somebody who has the vault but neither the signing key nor the checkpoints. */
    PostgresLedger forger() {
        return new PostgresLedger(
                database, new CheckpointKeys(key()), checkpoints.resolveSibling("forged"), vault, Clock.systemUTC());
    }

    public static EntryDraft draft(String messageId, String child) {
        return new EntryDraft(
                Event.RELEASED,
                messageId,
                Optional.of(new AgreementRef("social-protection.attendance", 3, "ab".repeat(32))),
                "OK",
                "",
                Optional.of(SystemId.of("education/emis")),
                Optional.of(SystemId.of("social-protection/mis")),
                List.of("attendance.rate", "attendance.condition"),
                2,
                "cd".repeat(32),
                new Side(child, "worker@social-protection/mis", "attendance was disclosed"));
    }
}
