package org.emishub.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementSigning;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.member.SystemId;

/** The agreements that are shipped, signed by invented people of every party. */
public final class SignedAgreements {
    private SignedAgreements() {}

    /** Copies them, registers two people for each organisation of the registry, and has them sign. */
    public static Path in(Path folder, HubConfig config, SandboxKeys keys) throws Exception {
        Files.createDirectories(folder);
        Path from = Path.of(System.getProperty("emishub.root"), "routes", "agreements");
        Set<String> organisations = new TreeSet<>();
        for (Agreement agreement : Agreements.load(from).all()) {
            String provider = agreement.provider().organisation();
            String client = agreement.client().organisation();
            Path file = folder.resolve(agreement.id() + ".yaml");
            Files.writeString(
                    file,
                    Files.readString(from.resolve(agreement.id() + ".yaml")) + "signed: [" + agreement.id()
                            + ".gives.p7s, " + agreement.id() + ".takes.p7s]\n");
            sign(folder, agreement.id(), provider, client, keys);
            organisations.add(provider);
            organisations.add(client);
        }
        for (String organisation : organisations) {
            register(config.members(), organisation, keys);
        }
        try (Stream<Path> cases = Files.list(from)) {
            for (Path one :
                    cases.filter(f -> f.toString().endsWith(".cases.yaml")).toList()) {
                Files.copy(one, folder.resolve(String.valueOf(one.getFileName())));
            }
        }
        return folder;
    }

    /** Has a person of each party sign an agreement as it is now. */
    public static void sign(Path folder, String agreement, String provider, String client, SandboxKeys keys)
            throws Exception {
        Path file = folder.resolve(agreement + ".yaml");
        sign(file, agreement + ".gives.p7s", person(keys, provider, "gives"));
        sign(file, agreement + ".takes.p7s", person(keys, client, "takes"));
    }

    private static KeyFile person(SandboxKeys keys, String organisation, String side) {
        return keys.of(new SystemId(organisation, "signer-" + side), java.util.List.of(Use.AGREEMENT));
    }

    private static void sign(Path file, String signature, KeyFile person) throws Exception {
        Files.write(
                file.resolveSibling(signature),
                AgreementSigning.sign(
                        Files.readAllBytes(file), person.key("agreement"), person.certificate("agreement")));
    }

    private static void register(Path members, String organisation, SandboxKeys keys) throws Exception {
        StringBuilder lines = new StringBuilder("agreementSigners:\n");
        for (String side : java.util.List.of("gives", "takes")) {
            String name = organisation + "/signer-" + side + ".pem";
            Files.createDirectories(members.resolve(organisation));
            Pem.write(members.resolve(name), person(keys, organisation, side).certificate("agreement"));
            lines.append("  - ").append(name).append('\n');
        }
        Path file = members.resolve(organisation + ".yaml");
        Files.write(file, (Files.readString(file) + lines).getBytes(UTF_8));
    }

    /** Changes one byte of an agreement's file. */
    public static void tamper(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).replace("perDay: ", "perDay: 1"));
    }
}
