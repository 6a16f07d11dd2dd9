package org.emishub.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.emishub.deployment.config.AgreementFolder;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.SignatureCheck;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.member.Members;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that people save into while the hub runs. */
class AgreementsInForceTest {
    private static final String ID = "needs.health";
    private static final Path SHIPPED = Path.of(System.getProperty("emishub.root"), "routes", "agreements");

    @TempDir
    Path folder;

    private String first;
    private volatile Instant now = Instant.parse("2026-10-01T00:00:00Z");

    @BeforeEach
    void one_agreement() throws IOException {
        first = Files.readString(SHIPPED.resolve(ID + ".yaml"));
        Files.writeString(folder.resolve(ID + ".yaml"), first);
    }

    private AgreementsInForce start() {
        return new AgreementsInForce(
                new AgreementFolder(folder, Optional.empty(), () -> now), () -> now, changed -> {});
    }

    private Agreement current(AgreementsInForce agreements) {
        now = now.plusSeconds(2);
        return agreements.get().byId(ID).orElseThrow();
    }

    private static String second(String first) {
        return first.replace("version: 1", "version: 2\nsupersedes: 1")
                .replace("inForce: 2026-09-01", "inForce: 2026-11-01")
                .replace("healthCheck.nextDue: month", "healthCheck.nextDue: year");
    }

    @Test
    void a_new_version_beside_the_old_counts_from_midnight_of_its_first_day_without_a_restart() throws IOException {
        AgreementsInForce agreements = start();
        Files.writeString(folder.resolve(ID + "@2.yaml"), second(first));

        now = Instant.parse("2026-10-31T18:59:50Z");
        assertThat(current(agreements).version()).isEqualTo(1);
        now = Instant.parse("2026-10-31T19:00:00Z");
        assertThat(current(agreements).version()).isEqualTo(2);
        assertThat(agreements.get().acceptedUnder(ID, 1))
                .map(Agreement::version)
                .contains(1);
    }

    @Test
    void a_bad_file_never_replaces_a_good_one_whatever_else_was_saved_with_it() throws IOException {
        AgreementsInForce agreements = start();
        Agreements before = agreements.get();
        Files.writeString(folder.resolve(ID + ".yaml"), first.replace("perDay: 5000", "perDay: 4000"));
        Files.writeString(folder.resolve("needs.other.yaml"), "agreement: needs.other\n");

        assertThat(current(agreements).bundleHash())
                .isEqualTo(before.byId(ID).orElseThrow().bundleHash());
        assertThat(agreements.get()).as("the whole or nothing").isSameAs(before);

        Files.delete(folder.resolve("needs.other.yaml"));
        assertThat(current(agreements).limits().perDay()).isEqualTo(4000);
    }

    @Test
    void half_a_file_a_folder_without_rights_and_two_versions_for_one_day_change_nothing() throws IOException {
        AgreementsInForce agreements = start();
        Agreements before = agreements.get();

        Files.writeString(folder.resolve(ID + ".yaml"), first.substring(0, first.length() / 2));
        assertThat(current(agreements)).isSameAs(before.byId(ID).orElseThrow());

        Files.writeString(folder.resolve(ID + ".yaml"), first);
        Files.writeString(folder.resolve(ID + "@2.yaml"), second(first).replace("supersedes: 1\n", ""));
        assertThat(current(agreements)).isSameAs(before.byId(ID).orElseThrow());

        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        assertThat(current(agreements)).isSameAs(before.byId(ID).orElseThrow());
        Files.move(away, folder);
    }

    @Test
    void a_changed_file_is_not_taken_before_both_parties_have_signed_it_again() throws Exception {
        SandboxKeys keys = SandboxKeys.in(folder.resolve("keys"));
        Path members = Files.createDirectory(folder.resolve("members"));
        Pem.write(members.resolve("ca.pem"), keys.authority());
        for (String name : List.of("education", "health", "social-protection", "statistics")) {
            Files.writeString(
                    members.resolve(name + ".yaml"), "organisation: " + name + "\nname: A ministry\nsystems: {}\n");
        }
        HubConfig config = HubConfig.read(Optional.empty(), folder, Map.of("HUB_MEMBERS", members.toString()));
        Path agreed = SignedAgreements.in(folder.resolve("signed"), config, keys);
        now = Instant.now();
        SignatureCheck check = new SignatureCheck(Members.load(members, () -> now), () -> now);
        AgreementsInForce agreements = new AgreementsInForce(
                new AgreementFolder(agreed, Optional.of(check), () -> now), () -> now, changed -> {});
        String before = current(agreements).bundleHash();

        SignedAgreements.tamper(agreed.resolve(ID + ".yaml"));
        assertThat(current(agreements).bundleHash()).isEqualTo(before);

        SignedAgreements.sign(agreed, ID, "health", "social-protection", keys);
        assertThat(current(agreements).bundleHash()).isNotEqualTo(before);
    }

    /** What is entered about a change waits for the ledger, whose thread may be asking what is in force. */
    @Test
    void nobody_waits_for_whoever_reads_the_folder_anew() throws IOException {
        List<Agreements> given = new CopyOnWriteArrayList<>();
        AtomicReference<AgreementsInForce> self = new AtomicReference<>();
        AgreementsInForce agreements =
                new AgreementsInForce(new AgreementFolder(folder, Optional.empty(), () -> now), () -> now, changed -> {
                    AgreementsInForce started = self.get();
                    if (started != null) {
                        now = now.plusSeconds(2);
                        given.add(CompletableFuture.supplyAsync(started)
                                .orTimeout(60, TimeUnit.SECONDS)
                                .join());
                    }
                });
        self.set(agreements);
        Agreements before = agreements.get();
        Files.writeString(folder.resolve(ID + ".yaml"), first.replace("perDay: 5000", "perDay: 4000"));
        assertThat(current(agreements).limits().perDay()).isEqualTo(4000);
        assertThat(given).hasSize(1).first().isSameAs(before);
    }

    @Test
    void a_change_that_cannot_be_entered_now_counts_from_when_it_can() throws IOException {
        AtomicBoolean away = new AtomicBoolean();
        AgreementsInForce agreements =
                new AgreementsInForce(new AgreementFolder(folder, Optional.empty(), () -> now), () -> now, changed -> {
                    if (away.get()) {
                        throw new LedgerUnavailable(new IllegalStateException("asked by the ledger's own thread"));
                    }
                });
        Files.writeString(folder.resolve(ID + ".yaml"), first.replace("perDay: 5000", "perDay: 4000"));
        away.set(true);
        assertThat(current(agreements).limits().perDay()).isEqualTo(5000);
        away.set(false);
        assertThat(current(agreements).limits().perDay()).isEqualTo(4000);
    }

    @Test
    void looks_also_when_the_clock_was_set_back() throws IOException {
        AgreementsInForce agreements = start();
        Files.writeString(folder.resolve(ID + ".yaml"), first.replace("perDay: 5000", "perDay: 4000"));
        now = now.minusSeconds(3_600);
        assertThat(current(agreements).limits().perDay()).isEqualTo(4000);
    }

    @Test
    void does_not_start_on_a_file_that_cannot_be_used() throws IOException {
        Files.writeString(folder.resolve(ID + ".yaml"), first.replace("discloses:", "disclose:"));

        assertThatThrownBy(this::start)
                .isInstanceOf(YamlException.class)
                .hasMessageContaining(ID + ".yaml:")
                .hasMessageContaining("Did you mean 'discloses'?");
    }
}
