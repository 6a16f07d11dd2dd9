package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.envelope.Tool;
import org.emishub.security.member.Members;
import org.emishub.security.member.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureCheckTest {
    private static final String SIGNED = SampleAgreement.QUERY + "signed: [education.p7s, social-protection.p7s]\n";
    private static final int SIGNED_LINE = (int) SIGNED.lines().count();
    private static final KeyPair PROVIDER_KEYS = TestAuthority.keyPair("P-256");
    private static final KeyPair CLIENT_KEYS = TestAuthority.keyPair("RSA-3072");

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority("registry");
    private Path agreements;
    private Path members;

    /** Somebody with a key, whose certificate lies in the members' folder. */
    private record Person(String name, KeyPair keys, X509Certificate certificate) {}

    private Person provider;
    private Person client;

    @BeforeEach
    void two_organisations_and_a_person_of_each() throws IOException {
        agreements = Files.createDirectory(folder.resolve("agreements"));
        members = Files.createDirectory(folder.resolve("members"));
        TestAuthority.writePem(members.resolve("ca.pem"), authority.certificate());
        provider = person("z.nazarov", PROVIDER_KEYS);
        client = person("m.rahimova", CLIENT_KEYS);
        register("education", provider);
        register("social-protection", client);
        write(SIGNED);
    }

    private Person person(String name, KeyPair keys) {
        return person(name, name, keys, Instant.now().plus(Duration.ofDays(365)));
    }

    private Person person(String name, String subject, KeyPair keys, Instant notAfter) {
        X509Certificate certificate = authority.issue(subject, keys, KeyUsage.nonRepudiation, notAfter);
        TestAuthority.writePem(members.resolve(name + ".pem"), certificate);
        return new Person(name, keys, certificate);
    }

    private void register(String organisation, Person... people) throws IOException {
        List<String> files =
                List.of(people).stream().map(person -> person.name() + ".pem").toList();
        Files.writeString(
                members.resolve(organisation + ".yaml"),
                "organisation: " + organisation + "\nname: A ministry\nagreementSigners: " + files + "\nsystems: {}\n");
    }

    private void write(String text) throws IOException {
        Files.writeString(agreements.resolve("sample.query.yaml"), text);
    }

    /** As deployment/docs/agreement.md tells a ministry to do. */
    private void sign(Person person, String signature, String... more) throws IOException {
        Path key = folder.resolve(person.name() + ".key");
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(person.keys().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of(
                "openssl",
                "cms",
                "-sign",
                "-binary",
                "-in",
                agreements.resolve("sample.query.yaml").toString(),
                "-signer",
                members.resolve(person.name() + ".pem").toString(),
                "-inkey",
                key.toString(),
                "-out",
                agreements.resolve(signature).toString()));
        command.addAll(more.length == 0 ? List.of("-outform", "DER") : List.of(more));
        Tool.run(folder, command.toArray(String[]::new));
    }

    private void bothSign() throws IOException {
        sign(provider, "education.p7s");
        sign(client, "social-protection.p7s");
    }

    private Agreements load() {
        InstantSource clock = InstantSource.system();
        return Agreements.load(agreements, clock, Optional.of(new SignatureCheck(Members.load(members, clock), clock)));
    }

    private void assertRefused(String problem, String remedy) {
        assertThatThrownBy(this::load).isInstanceOfSatisfying(YamlException.class, e -> {
            assertThat(e.file()).isEqualTo("sample.query.yaml");
            assertThat(e.line()).isEqualTo(SIGNED_LINE);
            assertThat(e.getMessage()).contains(problem);
            assertThat(e.hint()).contains(remedy);
        });
    }

    @Test
    void takes_what_a_person_of_each_party_signed_with_openssl() throws IOException {
        bothSign();

        assertThat(load().byId("sample.query")).isPresent();
    }

    @Test
    void takes_a_signature_as_text_too() throws IOException {
        sign(provider, "education.p7s", "-outform", "PEM");
        sign(client, "social-protection.p7s", "-outform", "DER", "-md", "sha512", "-nocerts");

        assertThat(load().all()).hasSize(1);
    }

    @Test
    void needs_no_signature_where_nobody_checks() {
        assertThat(Agreements.load(agreements).all()).hasSize(1);
    }

    @Test
    void refuses_a_file_that_was_changed_by_one_byte_after_it_was_signed() throws IOException {
        bothSign();
        write(SIGNED.replace("perRequest: 10 ", "perRequest: 11 "));

        assertRefused("education.p7s is not good: it was not made over these bytes", "signed again as it is now");
    }

    @Test
    void refuses_a_file_that_differs_only_in_the_ends_of_its_lines() throws IOException {
        bothSign();
        write(SIGNED.replace("\n", "\r\n"));

        assertRefused("it was not made over these bytes", "signed again");
    }

    @Test
    void refuses_somebody_who_is_not_registered_to_sign() throws IOException {
        bothSign();
        sign(person("stranger", TestAuthority.keyPair("P-256")), "social-protection.p7s");

        assertRefused("its signer is not registered for either party", "agreementSigners");
    }

    @Test
    void refuses_a_stranger_under_the_name_and_number_of_a_registered_person() throws Exception {
        bothSign();
        Person forged = new Person(provider.name(), TestAuthority.keyPair("P-256"), provider.certificate());
        Files.write(agreements.resolve("education.p7s"), bySigner(forged, Instant.now(), false));

        assertRefused("it was not made over these bytes with that key", "signed again");
    }

    @Test
    void refuses_two_people_of_one_party_and_none_of_the_other() throws IOException {
        Person colleague = person("colleague", TestAuthority.keyPair("P-256"));
        register("education", provider, colleague);
        sign(provider, "education.p7s");
        sign(colleague, "social-protection.p7s");

        assertRefused("nobody has signed it for social-protection", "members/social-protection.yaml");
    }

    @Test
    void refuses_one_person_who_signs_for_both() throws IOException {
        Person both = person(
                "both",
                client.certificate().getSubjectX500Principal().getName().substring(3),
                TestAuthority.keyPair("P-256"),
                Instant.now().plus(Duration.ofDays(9)));
        register("education", both);
        sign(both, "education.p7s");
        sign(client, "social-protection.p7s");

        assertRefused("one person has signed it twice", "another person");
    }

    @Test
    void wants_two_people_where_both_systems_are_of_one_organisation() throws IOException {
        write(SIGNED.replace("social-protection/mis", "education/schools"));
        sign(provider, "education.p7s");
        Files.copy(agreements.resolve("education.p7s"), agreements.resolve("social-protection.p7s"));
        assertRefused("one person has signed it twice", "another person");

        Person colleague = person("colleague", TestAuthority.keyPair("P-256"));
        register("education", provider, colleague);
        sign(colleague, "social-protection.p7s");
        assertThat(load().all()).hasSize(1);
    }

    @Test
    void refuses_a_signature_made_after_its_certificate_had_expired() throws IOException {
        Person late = person(
                "late", "late", TestAuthority.keyPair("P-256"), Instant.now().minus(Duration.ofHours(1)));
        register("education", late);
        sign(late, "education.p7s");
        sign(client, "social-protection.p7s");

        assertRefused("certificate was not valid when it was made", "Renew the certificate");
    }

    @Test
    void keeps_taking_a_signature_whose_certificate_has_expired_since() throws Exception {
        Person retired = person(
                "retired",
                "retired",
                TestAuthority.keyPair("Ed25519"),
                Instant.now().minus(Duration.ofHours(1)));
        register("education", retired);
        Files.write(
                agreements.resolve("education.p7s"),
                bySigner(retired, Instant.now().minus(Duration.ofHours(2)), false));
        sign(client, "social-protection.p7s");

        assertThat(load().all()).hasSize(1);
    }

    @Test
    void refuses_a_signature_of_tomorrow() throws Exception {
        bothSign();
        Files.write(
                agreements.resolve("education.p7s"),
                bySigner(provider, Instant.now().plus(Duration.ofDays(1)), false));

        assertRefused("signed in the future", "clock");
    }

    @Test
    void refuses_what_is_no_detached_signature_of_one_person_by_good_algorithms() throws Exception {
        bothSign();
        Path file = agreements.resolve("education.p7s");

        Files.write(file, bySigner(provider, Instant.now(), true));
        assertRefused("not one person's detached CMS signature", "agreement.md");
        Files.writeString(file, "signed: yes");
        assertRefused("not one person's detached CMS signature", "agreement.md");
        sign(provider, "education.p7s", "-outform", "DER", "-md", "sha1");
        assertRefused("its algorithm is not one that may be used here", "SHA-256");
        sign(provider, "education.p7s", "-outform", "DER", "-noattr");
        assertRefused("it does not say once when it was made", "signed attributes");
    }

    @Test
    void refuses_an_agreement_that_names_no_signature_or_one_that_is_not_there() throws IOException {
        bothSign();
        Files.delete(agreements.resolve("social-protection.p7s"));
        assertRefused("the signature social-protection.p7s cannot be read", "beside the agreement");

        write(SampleAgreement.QUERY);
        assertThatThrownBy(this::load).hasMessageContaining("sample.query.yaml:1: nobody has signed it for education");
    }

    @Test
    void refuses_to_register_a_person_whose_key_is_for_something_else() {
        X509Certificate system = authority.issue("system", PROVIDER_KEYS, KeyUsage.digitalSignature);
        TestAuthority.writePem(members.resolve("z.nazarov.pem"), system);

        assertThatThrownBy(this::load)
                .hasMessageContaining("education.yaml:3: 'z.nazarov.pem' cannot be used")
                .hasMessageContaining("does not include nonRepudiation");
    }

    @Test
    void refuses_to_register_a_person_under_a_key_that_is_registered_already() throws IOException {
        TestAuthority.writePem(
                members.resolve("z.nazarov.pem"), authority.issue("another", CLIENT_KEYS, KeyUsage.nonRepudiation));

        assertThatThrownBy(this::load)
                .hasMessageContaining("a key of a person who signs agreements is registered twice");
    }

    private byte[] bySigner(Person person, Instant at, boolean enclosed) throws Exception {
        String algorithm = person.keys().getPrivate().getAlgorithm();
        AttributeTable attributes =
                new AttributeTable(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes))
                        .build(
                                new JcaContentSignerBuilder(algorithm.startsWith("Ed") ? "Ed25519" : "SHA256withECDSA")
                                        .build(person.keys().getPrivate()),
                                person.certificate()));
        byte[] content = Files.readAllBytes(agreements.resolve("sample.query.yaml"));
        return generator
                .generate(new CMSProcessableByteArray(content), enclosed)
                .getEncoded();
    }
}
