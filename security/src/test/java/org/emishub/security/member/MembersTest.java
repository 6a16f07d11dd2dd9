package org.emishub.security.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.emishub.mappings.yaml.YamlException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {
    private static final SystemId SCHOOLS = SystemId.of("education/schools");
    private static final String FILE =
            """
            organisation: education
            name: Ministry of Education and Science
            systems:
              schools:
                protocol: hub
                endpoint: https://127.0.0.1:9443/hub
                certificates:
                  signing: signing.pem
                  keyAgreement: agreement.pem
                  tls: tls.pem
            """;

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority("registry");
    private X509Certificate signing;
    private X509Certificate agreement;
    private X509Certificate tls;

    @BeforeEach
    void register() throws IOException {
        signing = authority.issue("signing", TestAuthority.keyPair("Ed25519"), KeyUsage.digitalSignature);
        agreement = authority.issue("agreement", TestAuthority.keyPair("X25519"), KeyUsage.keyAgreement);
        tls = authority.issue("tls", TestAuthority.keyPair("P-256"), KeyUsage.digitalSignature);
        TestAuthority.writePem(folder.resolve("ca.pem"), authority.certificate());
        TestAuthority.writePem(folder.resolve("signing.pem"), signing);
        TestAuthority.writePem(folder.resolve("agreement.pem"), agreement);
        TestAuthority.writePem(folder.resolve("tls.pem"), tls);
        Files.writeString(folder.resolve("education.yaml"), FILE);
    }

    @Test
    void finds_each_registered_key_by_what_a_message_shows_of_it() {
        Members members = Members.load(folder, InstantSource.system());

        SigningKey key = members.signingKey(Certificates.kid(signing)).orElseThrow();
        assertThat(key.system()).isEqualTo(SCHOOLS);
        assertThat(key.certificate()).isEqualTo(signing);
        assertThat(members.keyAgreement(SCHOOLS)).contains(agreement);
        assertThat(members.byTlsCertificate(tls)).contains(SCHOOLS);
        assertThat(members.find(SCHOOLS).orElseThrow().protocol()).isEqualTo(Protocol.HUB);
        assertThat(members.warnings()).isEmpty();
    }

    @Test
    void never_takes_a_certificate_for_another_use_than_its_own() {
        Members members = Members.load(folder, InstantSource.system());

        assertThat(members.signingKey(Certificates.kid(tls))).isEmpty();
        assertThat(members.byTlsCertificate(signing)).isEmpty();
        assertThat(members.signingKey("")).isEmpty();
    }

    @Test
    void loads_an_expired_certificate_but_does_not_find_it_and_warns() {
        InstantSource inTwoYears = InstantSource.fixed(Instant.now().plus(Duration.ofDays(730)));

        Members members = Members.load(folder, inTwoYears);

        assertThat(members.signingKey(Certificates.kid(signing))).isEmpty();
        assertThat(members.keyAgreement(SCHOOLS)).isEmpty();
        assertThat(members.byTlsCertificate(tls)).isEmpty();
        assertThat(members.warnings()).hasSize(3).allMatch(warning -> warning.contains("education/schools"));
    }

    @Test
    void does_not_find_a_certificate_that_is_not_valid_yet() {
        Members members = Members.load(folder, InstantSource.fixed(Instant.now().minus(Duration.ofDays(7))));

        assertThat(members.signingKey(Certificates.kid(signing))).isEmpty();
    }

    @Test
    void refuses_a_certificate_of_another_authority() {
        TestAuthority stranger = new TestAuthority("registry");
        TestAuthority.writePem(
                folder.resolve("signing.pem"),
                stranger.issue("signing", TestAuthority.keyPair("Ed25519"), KeyUsage.digitalSignature));

        assertRefused(FILE, 8, "'signing.pem' was not issued by ca.pem");
    }

    @ParameterizedTest
    @CsvSource({
        "X25519, 8, its key is not one that may be used here",
        "P-384, 128, its key is not one that may be used here",
        "RSA-3072, 128, its key is not one that may be used here",
        "P-256, 32, its key usage does not include digitalSignature"
    })
    void refuses_a_signing_certificate_with_the_wrong_key_or_use(String algorithm, int usage, String objection) {
        TestAuthority.writePem(
                folder.resolve("signing.pem"), authority.issue("s", TestAuthority.keyPair(algorithm), usage));

        assertRefused(FILE, 8, objection);
    }

    @Test
    void accepts_rsa_of_3072_bits_only_where_the_system_speaks_soap() {
        TestAuthority.writePem(
                folder.resolve("signing.pem"),
                authority.issue("s", TestAuthority.keyPair("RSA-3072"), KeyUsage.digitalSignature));
        TestAuthority.writePem(
                folder.resolve("agreement.pem"),
                authority.issue("a", TestAuthority.keyPair("RSA-3072"), KeyUsage.keyEncipherment));

        assertRefused(FILE, 8, "its key is not one that may be used here");
        write(FILE.replace("protocol: hub", "protocol: soap"));
        assertThat(Members.load(folder, InstantSource.system()).keyAgreement(SCHOOLS))
                .isPresent();
    }

    @Test
    void registers_a_protocol_that_only_an_adapter_knows_and_tolerates_no_rsa_for_it() {
        write(FILE.replace("protocol: hub", "protocol: civil-status"));
        assertThat(Members.load(folder, InstantSource.system())
                        .find(SCHOOLS)
                        .orElseThrow()
                        .protocol())
                .isEqualTo(new Protocol("civil-status"));

        TestAuthority.writePem(
                folder.resolve("signing.pem"),
                authority.issue("s", TestAuthority.keyPair("RSA-3072"), KeyUsage.digitalSignature));
        assertRefused(
                FILE.replace("protocol: hub", "protocol: civil-status"), 8, "its key is not one that may be used here");
    }

    @Test
    void refuses_rsa_of_2048_bits() {
        TestAuthority.writePem(
                folder.resolve("signing.pem"),
                authority.issue("s", TestAuthority.keyPair("RSA-2048"), KeyUsage.digitalSignature));

        assertRefused(FILE.replace("protocol: hub", "protocol: soap"), 8, "its key is not one that may be used here");
    }

    @Test
    void refuses_one_key_for_two_uses() {
        var pair = TestAuthority.keyPair("P-256");
        TestAuthority.writePem(folder.resolve("signing.pem"), authority.issue("s", pair, KeyUsage.digitalSignature));
        TestAuthority.writePem(folder.resolve("tls.pem"), authority.issue("t", pair, KeyUsage.digitalSignature));

        assertRefused(FILE, 0, "a key of education/schools is registered twice");
    }

    @Test
    void names_file_line_and_remedy_of_a_mistake() {
        assertRefused(FILE.replace("protocol:", "protocoll:"), 5, "Did you mean 'protocol'?");
        assertRefused(FILE.replace("protocol: hub", "protocol: Über"), 5, "'Über' is not a protocol's name");
        assertRefused(FILE.replace("signing: ", "# signing: "), 5, "the certificate 'signing' is missing");
        assertRefused(FILE.replace("tls.pem", "../tls.pem"), 10, "lies outside the members' folder");
        assertRefused(FILE.replace("organisation: education", "organisation: health"), 1, "is called education.yaml");
        assertRefused(FILE.replace("https://127", "ftp://127"), 6, "the endpoint is not a web address");
        assertRefused(FILE.replace("tls.pem", "none.pem"), 10, "is not a certificate that can be read");
    }

    private void assertRefused(String text, int line, String words) {
        write(text);
        assertThatThrownBy(() -> Members.load(folder, InstantSource.system()))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("education.yaml:" + line + ": ")
                .hasMessageContaining(words);
    }

    private void write(String text) {
        try {
            Files.writeString(folder.resolve("education.yaml"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void reads_how_much_a_system_may_send() throws IOException {
        assertThat(limits("")).isEqualTo(SendingLimits.NONE);
        assertThat(limits("      limits: { perMinute: 120, maxBytes: 65536 }\n"))
                .isEqualTo(new SendingLimits(120, 65_536));
        assertThat(limits("      limits: { perMinute: 120 }\n").maxBytes()).isEqualTo(SendingLimits.NONE.maxBytes());
    }

    @Test
    void names_line_and_hint_for_a_limit_that_is_none() {
        assertThatThrownBy(() -> limits("      limits: { perMinute: 0 }\n"))
                .hasMessageContaining("education.yaml:")
                .hasMessageContaining("whole number of at least 1");
        assertThatThrownBy(() -> limits("      limits: { perDay: 5 }\n")).hasMessageContaining("perDay");
    }

    private SendingLimits limits(String lines) throws IOException {
        // The file's text block is indented as the system's own keys are.
        Files.writeString(folder.resolve("education.yaml"), FILE.stripTrailing() + "\n" + indented(lines));
        return Members.load(folder, InstantSource.system())
                .find(SCHOOLS)
                .orElseThrow()
                .limits();
    }

    /** As deep as {@code certificates} stands in the file. */
    private static String indented(String line) {
        String depth = FILE.lines()
                .filter(l -> l.strip().equals("certificates:"))
                .findFirst()
                .orElseThrow()
                .replace("certificates:", "");
        return line.isEmpty() ? "" : depth + line.strip() + "\n";
    }
}
