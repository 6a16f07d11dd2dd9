package org.emishub.security.envelope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.emishub.security.json.StrictJson;
import org.emishub.security.keys.OwnKey;
import org.emishub.security.keys.OwnKeys;
import org.emishub.security.member.Members;
import org.emishub.security.member.SystemId;
import org.emishub.security.member.TestAuthority;

/** Systems that know each other through one registry, each with its own keys. */
final class TestSystem {
    static final Instant NOW = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

    private TestSystem() {}

    /** A registry being written. */
    static final class Registry {
        private final Path folder;
        private final TestAuthority authority = new TestAuthority("members");

        Registry(Path folder) {
            this.folder = folder;
            TestAuthority.writePem(folder.resolve("ca.pem"), authority.certificate());
        }

        /** Registers a system with keys on {@code P-256}, or with {@code Ed25519} and {@code X25519}. */
        OwnKeys system(String id, String signingCurve) {
            SystemId system = SystemId.of(id);
            OwnKey signing = key(id, signingCurve, KeyUsage.digitalSignature, "signing");
            OwnKey agreement =
                    key(id, signingCurve.equals("P-256") ? "P-256" : "X25519", KeyUsage.keyAgreement, "agreement");
            try {
                Files.writeString(
                        folder.resolve(system.organisation() + ".yaml"),
                        """
                        organisation: %s
                        name: An organisation
                        systems:
                          %s:
                            protocol: hub
                            certificates:
                              signing: %s-signing.pem
                              keyAgreement: %s-agreement.pem
                        """
                                .formatted(
                                        system.organisation(),
                                        system.system(),
                                        system.organisation(),
                                        system.organisation()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return OwnKeys.of(system, signing, agreement);
        }

        OwnKey key(String id, String algorithm, int usage, String name) {
            KeyPair pair = TestAuthority.keyPair(algorithm);
            OwnKey key = new OwnKey(pair.getPrivate(), authority.issue(name, pair, usage));
            TestAuthority.writePem(
                    folder.resolve(SystemId.of(id).organisation() + "-" + name + ".pem"), key.certificate());
            return key;
        }

        Members members() {
            return Members.load(folder, InstantSource.system());
        }
    }

    static Message message(SystemId from, SystemId to) {
        return new Message(
                "m-1",
                from,
                to,
                "social-protection.attendance",
                "query",
                NOW,
                NOW.plusSeconds(300),
                "",
                StrictJson.newObject().put("question", "Бону, 9 лет"));
    }
}
