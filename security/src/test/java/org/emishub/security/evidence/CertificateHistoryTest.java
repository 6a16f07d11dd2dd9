package org.emishub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.emishub.security.TestDatabase;
import org.emishub.security.evidence.Python.Ran;
import org.emishub.security.evidence.Subject.Kind;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.LedgerProofs;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.emishub.security.member.Certificates;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;
import org.emishub.security.member.SendingLimits;
import org.emishub.security.member.SystemId;
import org.emishub.security.member.TestAuthority;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members change their keys, and packs hold those of the day. */
class CertificateHistoryTest {
    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final String EMIS = "education.emis-";

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority("Registry");
    private final X509Certificate old = certificate(START.plus(2, ChronoUnit.HOURS));
    private final X509Certificate fresh = certificate(START.plus(200, ChronoUnit.DAYS));
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private TestLedger world;
    private CertificateHistory history;

    @BeforeEach
    void aWorld() {
        world = new TestLedger(folder.resolve("hub"));
        history = new CertificateHistory(world.database);
    }

    private X509Certificate certificate(Instant notAfter) {
        KeyPair pair = TestAuthority.keyPair("Ed25519");
        return authority.issue("emis", pair, KeyUsage.digitalSignature, notAfter);
    }

    private void starts(Instant at, Optional<X509Certificate> signing) {
        MemberSystem system = new MemberSystem(
                SystemId.of("education/emis"),
                "Education",
                Protocol.HUB,
                Optional.empty(),
                signing,
                Optional.empty(),
                Optional.empty(),
                SendingLimits.NONE);
        history.keep(List.of(system), at);
    }

    private void enter(PostgresLedger ledger, Instant at) {
        now.set(at);
        ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "child")));
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        new EntryReader(world.database, world.vault).forEach(0, entries::add);
        return entries;
    }

    private List<Entry> threeDays() {
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, world.keys, world.checkpoints, world.vault, now::get)) {
            enter(ledger, START.plusSeconds(1));
            starts(START.plus(1, ChronoUnit.HOURS), Optional.of(fresh));
            enter(ledger, START.plus(90, ChronoUnit.MINUTES));
            starts(START.plus(2, ChronoUnit.DAYS), Optional.empty());
            enter(ledger, START.plus(3, ChronoUnit.DAYS));
        }
        return entries();
    }

    @Test
    void gives_each_entry_the_certificate_of_its_time() {
        starts(START, Optional.of(old));
        starts(START.plusSeconds(30), Optional.of(old));
        List<Entry> entries = threeDays();

        assertThat(history.of(entries.subList(0, 1))).containsOnlyKeys(EMIS + Certificates.kid(old));
        assertThat(history.of(entries.subList(1, 2))).containsOnlyKeys(EMIS + Certificates.kid(fresh));
        assertThat(history.of(entries.subList(2, 3))).isEmpty();
        assertThat(history.of(entries))
                .containsOnly(
                        Map.entry(EMIS + Certificates.kid(old), old), Map.entry(EMIS + Certificates.kid(fresh), fresh));
        assertThatThrownBy(() -> TestDatabase.execute(world.database, "DELETE FROM member_certificate"))
                .hasStackTraceContaining("append-only");
    }

    @Test
    void gives_none_that_was_not_known_or_not_valid_then() {
        starts(START.plusSeconds(10), Optional.of(old));
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, world.keys, world.checkpoints, world.vault, now::get)) {
            enter(ledger, START);
            enter(ledger, START.plus(3, ChronoUnit.HOURS));
        }

        assertThat(history.of(entries())).isEmpty();
    }

    @Test
    void the_verifier_compares_them_with_their_names_holders_and_authority() throws Exception {
        starts(START, Optional.of(old));
        Map<String, String> certificates = new TreeMap<>();
        history.of(threeDays()).forEach((name, certificate) -> certificates.put(name, pem(certificate)));
        certificates.put("authority", pem(authority.certificate()));

        Ran ran = verify(certificates);
        assertThat(ran.out())
                .startsWith("VERIFIED")
                .contains("The members' certificates (2) are issued by the registry's authority")
                .contains("With which key social-protection/mis signed");
        assertThat(ran.exit()).isZero();

        certificates.put("authority", pem(new TestAuthority("Another").certificate()));
        assertThat(verify(certificates).out())
                .startsWith("VERIFIED")
                .contains("openssl does not find so")
                .doesNotContain("are issued by the registry's authority");
        certificates.put(EMIS + Certificates.kid(old), pem(fresh));
        assertThat(verify(certificates).out()).startsWith("FAILED").contains("another than its name says");
        certificates.remove(EMIS + Certificates.kid(old));
        certificates.put("education.register-" + Certificates.kid(old), pem(old));
        assertThat(verify(certificates).out()).startsWith("FAILED").contains("no entry names its holder");
        certificates.remove("education.register-" + Certificates.kid(old));
        X509Certificate past = certificate(START.minus(1, ChronoUnit.HOURS));
        certificates.put(EMIS + Certificates.kid(past), pem(past));
        assertThat(verify(certificates).out()).startsWith("FAILED").contains("not valid at any of them");
    }

    private Ran verify(Map<String, String> certificates) throws Exception {
        List<Entry> entries = new ArrayList<>(entries().subList(0, 3));
        Entry asked = lookUp();
        entries.add(asked);
        EntryReader reader = new EntryReader(world.database, world.vault);
        CasePacks packs = new CasePacks(
                reader,
                new LedgerProofs(world.database, world.checkpoints, world.keys),
                new Cosignatures(world.database),
                new Stamps(world.database));
        CaseFile file = new CaseFile(
                new Subject(Kind.MESSAGE, "m"),
                "",
                "",
                entries,
                Set.of(),
                Set.of(),
                asked.sequence(),
                Map.of(),
                certificates);
        Path pack = Files.write(folder.resolve("pack.zip"), packs.make(file, Set.of(), asked.time()));
        return new Python(folder.resolve("tools")).verify(pack);
    }

    private Entry lookUp() {
        EntryDraft draft = EntryDraft.ofHub(
                Event.LOOKED_UP, "ask", "evidence export by message", "", new EntryDraft.Side("", "auditor", "asked"));
        try (PostgresLedger ledger =
                new PostgresLedger(world.database, world.keys, world.checkpoints, world.vault, now::get)) {
            ledger.commit((connection, appender) -> appender.append(draft));
        }
        List<Entry> all = entries();
        return all.get(all.size() - 1);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
