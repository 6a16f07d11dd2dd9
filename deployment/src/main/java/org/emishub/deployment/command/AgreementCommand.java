package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.emishub.deployment.config.AgreementFolder;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementDiff;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.agreement.AgreementSigning;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.register.Cases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the agreements, runs the cases beside them and compares them; needs no running hub. */
@Command(
        name = "agreement",
        description = "Check the agreements, run the cases beside them, compare two texts, or sign one.")
final class AgreementCommand {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private AgreementFolder folder() {
        return AgreementFolder.of(config.read(), InstantSource.system());
    }

    @Command(
            description =
                    "Read every agreement, outside a sandbox with its signatures; print what the parties should know.")
    int check() {
        AgreementFolder folder = folder();
        try {
            Agreements agreements = folder.load();
            List<String> warnings = agreements.warnings(Instant.now());
            if (json) {
                ObjectNode result = JsonMapper.shared()
                        .createObjectNode()
                        .put("agreements", agreements.all().size());
                ArrayNode list = result.putArray("warnings");
                warnings.forEach(list::add);
                print(result);
            } else {
                warnings.forEach(warning -> print("warning: " + warning));
                print(agreements.all().size() + " agreements can be used.");
            }
            return Exit.OK;
        } catch (YamlException e) {
            return BrokenFile.failed(spec, e);
        }
    }

    @Command(description = "Run the cases of every agreement.")
    int test() {
        AgreementFolder folder = folder();
        TestRun run = new TestRun();
        try {
            for (Agreement agreement : folder.load().all()) {
                test(agreement, folder.path(), run);
            }
        } catch (YamlException e) {
            broken(e, run);
        }
        if (json) {
            print(run.json());
        } else {
            print(run.cases() + " cases, " + run.failed() + " failed.");
        }
        return run.failed() == 0 ? Exit.OK : Exit.FAILED;
    }

    private void test(Agreement agreement, Path folder, TestRun run) {
        run.agreement();
        try {
            for (Cases.Result result : Cases.run(agreement, Cases.of(agreement, folder))) {
                run.ran(agreement, result);
                tell(Cases.fileName(agreement, folder), result);
            }
        } catch (YamlException e) {
            broken(e, run);
        }
    }

    private void broken(YamlException e, TestRun run) {
        run.broken(e);
        BrokenFile.failed(spec, e);
    }

    private void tell(String file, Cases.Result result) {
        if (!json) {
            print((result.passed() ? "passed  " : "FAILED  ") + file + ":"
                    + result.example().line() + ": " + result.example().title());
            if (!result.passed()) {
                print("        " + result.difference());
            }
        }
    }

    @Command(
            description = "Sign an agreement's file as it is, with a key of a PKCS#12 file; openssl cms does the same.")
    int sign(
            @Parameters(paramLabel = "FILE", description = "The agreement, which names the signature in 'signed'.")
                    Path file,
            @Option(names = "--key", required = true, paramLabel = "P12", description = "Whose key store.") Path key,
            @Option(names = "--alias", defaultValue = "agreement", description = "Of the key (${DEFAULT-VALUE}).")
                    String alias,
            @Option(names = "--password-file", required = true, description = "Holds what opens the key store.")
                    Path password,
            @Option(names = "--out", required = true, paramLabel = "P7S", description = "Where the signature goes.")
                    Path out)
            throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        AgreementFile.parse(String.valueOf(file.getFileName()), bytes);
        KeyFile keys = KeyFile.open(key, Secret.of(Files.readString(password).strip()));
        Files.write(out, AgreementSigning.sign(bytes, keys.key(alias), keys.certificate(alias)));
        print("Signed. Put " + out.getFileName() + " beside the agreement.");
        return Exit.OK;
    }

    @Command(
            description = {
                "Say what one text lets leave more or less than another.",
                "Each is a file, a folder of agreements, an id, or an id with a version (sector.what@2)."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                " 0:the two let the same leave, on the same terms",
                " 1:they differ",
                " 2:wrong usage, or a file that cannot be used"
            })
    int diff(
            @Parameters(paramLabel = "BEFORE", description = "The text that was agreed.") String before,
            @Parameters(paramLabel = "AFTER", description = "The text that is to be.") String after) {
        Texts texts = new Texts(() -> folder().load());
        List<AgreementDiff> diffs = texts.compare(before, after);
        if (json) {
            print(DiffJson.of(diffs));
        } else {
            diffs.forEach(diff -> print(diff.text()));
            print(diffs.isEmpty() ? "No difference." : diffs.size() + " agreements differ.");
        }
        return diffs.isEmpty() ? Exit.OK : Exit.FAILED;
    }

    private void print(ObjectNode result) {
        print(JsonMapper.shared().writeValueAsString(result));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
