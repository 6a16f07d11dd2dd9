package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.mappings.yaml.YamlNode;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementDiff;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.agreement.Agreements;

/** The agreements a comparison names: files, folders, or ids of the configured folder. */
final class Texts {
    private final Supplier<Agreements> configured;

    /** @param configured read when an id is named */
    Texts(Supplier<Agreements> configured) {
        this.configured = configured;
    }

    /** Those that differ: of two folders each agreement, else the one. */
    List<AgreementDiff> compare(String before, String after) {
        boolean folder = Files.isDirectory(Path.of(before));
        if (folder != Files.isDirectory(Path.of(after))) {
            throw new NotPossible("a folder can be compared with a folder only. Name two folders, or two agreements.");
        }
        if (folder) {
            return AgreementDiff.of(Agreements.load(Path.of(before)), Agreements.load(Path.of(after)));
        }
        AgreementDiff diff = AgreementDiff.of(one(before), one(after));
        return diff.isEmpty() ? List.of() : List.of(diff);
    }

    private Agreement one(String name) {
        Path file = Path.of(name);
        if (Files.exists(file)) {
            try {
                return AgreementFile.parseDraft(name, Files.readAllBytes(file));
            } catch (IOException e) {
                throw new YamlException(name, 0, "the file cannot be read", "Name a file that can be.");
            }
        }
        Agreements all = configured.get();
        String[] parts = name.split("@", 2);
        Optional<Agreement> found = parts.length == 1
                ? all.byId(name)
                : parts[1].matches("[1-9][0-9]{0,8}")
                        ? all.byId(parts[0], Integer.parseInt(parts[1]))
                        : Optional.empty();
        return found.orElseThrow(() -> new NotPossible("there is no file and no agreement '" + name + "'. "
                + YamlNode.nearest(
                        name,
                        all.all().stream()
                                .map(one -> parts.length == 1 ? one.id() : one.id() + "@" + one.version())
                                .toList())));
    }
}
