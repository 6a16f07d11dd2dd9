package org.emishub.deployment.config;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.agreement.SignatureCheck;
import org.emishub.security.member.Members;

/**
 * Where the agreements are, and whether they have to be signed: everywhere but in a sandbox.
 *
 * @param signatures who checks them; empty in a sandbox
 */
public record AgreementFolder(Path path, Optional<SignatureCheck> signatures, InstantSource clock) {
    /** Without a hub: the registry of members is read only where it is needed. */
    public static AgreementFolder of(HubConfig config, InstantSource clock) {
        return config.mode() == Mode.SANDBOX
                ? new AgreementFolder(config.agreements(), Optional.empty(), clock)
                : of(config, Members.load(config.members(), clock), clock);
    }

    /** In a hub that has read its members already. */
    public static AgreementFolder of(HubConfig config, Members members, InstantSource clock) {
        Optional<SignatureCheck> signatures =
                config.mode() == Mode.SANDBOX ? Optional.empty() : Optional.of(new SignatureCheck(members, clock));
        return new AgreementFolder(config.agreements(), signatures, clock);
    }

    /**
     * Reads every agreement of the folder.
     *
     * @throws org.emishub.mappings.yaml.YamlException naming file, line and remedy
     */
    public Agreements load() {
        return Agreements.load(path, clock, signatures);
    }
}
