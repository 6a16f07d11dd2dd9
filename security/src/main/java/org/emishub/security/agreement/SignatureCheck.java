package org.emishub.security.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.emishub.security.member.Members;

/** Whether both parties signed an agreement's file as it stands, each by a person registered for that, and two different people. */
public final class SignatureCheck {
    private static final long MAX_FILE_BYTES = 64 * 1024;

    private final Members members;
    private final InstantSource clock;

    public SignatureCheck(Members members, InstantSource clock) {
        this.members = members;
        this.clock = clock;
    }

    /**
     * Checks the signatures that the file names in {@code signed}.
     *
     * @param bytes the very bytes that were read as the agreement
     * @throws org.emishub.mappings.yaml.YamlException naming file, line and remedy when one is missing, or is not good
     */
    void check(Path folder, AgreementSource source, byte[] bytes) {
        Agreement agreement = source.agreement();
        String provider = agreement.provider().organisation();
        String client = agreement.client().organisation();
        List<X509Certificate> signers = new ArrayList<>();
        for (String name : agreement.terms().signed()) {
            signers.add(signer(folder, name, source, bytes, List.of(provider, client)));
        }
        for (String party : List.of(provider, client)) {
            if (members.agreementSigners(party).stream().noneMatch(signers::contains)) {
                throw source.error(
                        "signed",
                        "nobody has signed it for " + party,
                        "Have a person of 'agreementSigners' in members/" + party
                                + ".yaml sign this file's bytes, and name the signature in 'signed'.");
            }
        }
        long people = signers.stream()
                .map(X509Certificate::getSubjectX500Principal)
                .distinct()
                .count();
        if (people < signers.size()) {
            throw source.error("signed", "one person has signed it twice", "Have another person sign.");
        }
        if (people < 2) {
            throw source.error("signed", "one person alone has signed it", "Have a second person sign.");
        }
    }

    private X509Certificate signer(
            Path folder, String name, AgreementSource source, byte[] bytes, List<String> parties) {
        List<X509Certificate> registered = parties.stream()
                .distinct()
                .flatMap(party -> members.agreementSigners(party).stream())
                .toList();
        try {
            return new DetachedSignature(read(folder.resolve(name))).verify(bytes, registered, clock.instant());
        } catch (IOException e) {
            throw source.error(
                    "signed", "the signature " + name + " cannot be read", "Put the file beside the agreement.");
        } catch (DetachedSignature.NotGood e) {
            throw source.error("signed", "the signature " + name + " is not good: " + e.getMessage(), e.hint());
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
