package org.emishub.security.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.emishub.outside.NeedsTool;
import org.emishub.outside.OpensslAuthority;
import org.emishub.security.ledger.PostgresLedger;
import org.emishub.security.ledger.TestLedger;
import org.emishub.security.stamp.NotStamped.Why;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against openssl's authority. */
@NeedsTool("openssl")
class StampTest {
    private static final String TEXT = "hub.example/ledger\n5\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static OpensslAuthority authority;
    private static Authorities believed;

    @BeforeAll
    static void set_up_the_authority() {
        authority = new OpensslAuthority(folder.resolve("tsa"), "sha256");
        believed = new Authorities(List.of(authority.certificate("ca")));
    }

    private static Why why(StampQuestion question, byte[] response, Authorities authorities, Instant now) {
        return catchThrowableOfType(NotStamped.class, () -> question.answered(response, authorities, now, TOLERANCE))
                .why();
    }

    @Test
    void takes_the_stamp_of_openssl_and_openssl_verifies_what_was_kept() throws Exception {
        StampQuestion question = StampQuestion.of(TEXT);
        Stamp stamp = question.answered(authority.answer(question.bytes()), believed, Instant.now(), TOLERANCE);
        assertThat(Duration.between(stamp.time(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(authority.verify(stamp.response(), TEXT)).contains("Verification: OK");
        assertThatThrownBy(() -> authority.verify(stamp.response(), TEXT.replace("5", "6")))
                .hasMessageContaining("message imprint mismatch");
        assertThat(believed.check(stamp.response(), TEXT).time()).isEqualTo(stamp.time());
        assertThatThrownBy(() -> believed.check(stamp.response(), TEXT.replace("5", "6")))
                .isInstanceOf(NotStamped.class);
    }

    @Test
    void takes_no_answer_to_another_question_not_even_about_the_same_text() {
        StampQuestion question = StampQuestion.of(TEXT);
        byte[] earlier = authority.answer(StampQuestion.of(TEXT).bytes());
        assertThat(why(question, earlier, believed, Instant.now())).isEqualTo(Why.OF_ANOTHER_TEXT);
        byte[] other = authority.answer(StampQuestion.of("other").bytes());
        assertThat(why(question, other, believed, Instant.now())).isEqualTo(Why.OF_ANOTHER_TEXT);
    }

    @Test
    void believes_only_those_that_a_configured_authority_vouches_for() {
        StampQuestion question = StampQuestion.of(TEXT);
        byte[] answer = authority.answer(question.bytes());
        OpensslAuthority another = new OpensslAuthority(folder.resolve("another"), "sha256");
        Authorities others = new Authorities(List.of(another.certificate("ca")));
        assertThat(why(question, answer, others, Instant.now())).isEqualTo(Why.NOT_TRUSTED);
    }

    @Test
    void takes_no_time_that_is_far_from_ours() {
        StampQuestion question = StampQuestion.of(TEXT);
        byte[] answer = authority.answer(question.bytes());
        assertThat(why(question, answer, believed, Instant.now().plusSeconds(600)))
                .isEqualTo(Why.TIME_OFF);
        assertThat(why(question, answer, believed, Instant.now().minusSeconds(600)))
                .isEqualTo(Why.TIME_OFF);
    }

    @Test
    void takes_a_no_for_a_no() {
        OpensslAuthority strict = new OpensslAuthority(folder.resolve("strict"), "sha512");
        StampQuestion question = StampQuestion.of(TEXT);
        assertThat(why(question, strict.answer(question.bytes()), believed, Instant.now()))
                .isEqualTo(Why.REJECTED);
    }

    @Test
    void takes_nothing_that_was_changed_on_its_way() {
        StampQuestion question = StampQuestion.of(TEXT);
        byte[] answer = authority.answer(question.bytes());
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] mutated = answer.clone();
            mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                // Bits that are not signed may change, such as those of an unused certificate's encoding: never the
                // time.
                Stamp stamp = question.answered(mutated, believed, Instant.now(), TOLERANCE);
                assertThat(stamp.time()).isEqualTo(believed.check(answer, TEXT).time());
            } catch (NotStamped e) {
                assertThat(e.why()).isNotNull();
            }
        }
        assertThat(why(question, new byte[0], believed, Instant.now())).isEqualTo(Why.NOT_A_STAMP);
        assertThat(why(question, "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8), believed, Instant.now()))
                .isEqualTo(Why.NOT_A_STAMP);
    }

    /** The same authority vouches for a certificate for mail, and its holder signs a stamp: openssl would not, so it is made by hand. */
    @Test
    void takes_no_stamp_by_a_certificate_for_something_else() throws Exception {
        StampQuestion question = StampQuestion.of(TEXT);
        Stamp good = question.answered(handmade(question, "tsa"), believed, Instant.now(), TOLERANCE);
        assertThat(Duration.between(good.time(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(why(question, handmade(question, "mail"), believed, Instant.now()))
                .isEqualTo(Why.NOT_TRUSTED);
    }

    private static byte[] handmade(StampQuestion question, String who) throws Exception {
        TimeStampRequest request = new TimeStampRequest(question.bytes());
        X509Certificate certificate = authority.certificate(who);
        TSTInfo info = new TSTInfo(
                new ASN1ObjectIdentifier("1.2.3.4.1"),
                new MessageImprint(
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), request.getMessageImprintDigest()),
                new ASN1Integer(BigInteger.TEN),
                new ASN1GeneralizedTime(DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now())),
                null,
                null,
                new ASN1Integer(request.getNonce()),
                null,
                null);
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                        new JcaDigestCalculatorProviderBuilder().build())
                .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(key(who)), certificate));
        generator.addCertificates(new JcaCertStore(List.of(certificate)));
        CMSSignedData signed = generator.generate(
                new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded()), true);
        ASN1EncodableVector response = new ASN1EncodableVector();
        response.add(new DERSequence(new ASN1Integer(0)));
        response.add(signed.toASN1Structure());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new DERSequence(response).getEncoded());
        return out.toByteArray();
    }

    private static PrivateKey key(String who) throws Exception {
        String pem = Files.readString(authority.folder().resolve(who + ".key"));
        byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    @Test
    void keeps_a_stamp_beside_its_checkpoint(@TempDir Path data) throws Exception {
        TestLedger test = new TestLedger(data);
        Stamps stamps = new Stamps(test.database);
        try (PostgresLedger ledger = test.open(1, Duration.ofHours(1))) {
            assertThat(stamps.newest()).isEmpty();
            ledger.commit((connection, appender) -> appender.append(TestLedger.draft("m", "child")));
            while (ledger.checkpoint().isEmpty()) {
                Thread.sleep(10);
            }
            String note = ledger.checkpoint().orElseThrow();
            String text = note.substring(0, note.indexOf("\n\n") + 1);
            StampQuestion question = StampQuestion.of(text);
            stamps.keep(1, question.answered(authority.answer(question.bytes()), believed, Instant.now(), TOLERANCE));
            Stamps.Stamped kept = stamps.newest().orElseThrow();
            assertThat(kept.size()).isEqualTo(1);
            assertThat(kept.note()).isEqualTo(note);
            assertThat(authority.verify(kept.stamp().response(), text)).contains("Verification: OK");
            assertThat(stamps.from(1)).isPresent();
            assertThat(stamps.from(2)).isEmpty();
        }
    }
}
