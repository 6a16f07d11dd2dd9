package org.emishub.deployment.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.keys.KeyFile;
import org.emishub.deployment.keys.MasterKeys;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.PostQuantumSeed;
import org.emishub.deployment.keys.PrivateFiles;
import org.emishub.deployment.keys.PseudonymKeys;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.keys.Use;
import org.emishub.security.ledger.CheckpointKey;
import org.emishub.security.ledger.PostQuantumLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keys of a hub that is not a sandbox. */
@Command(
        name = "keys",
        description = "Make a hub's keys.",
        subcommands = {KeysCommand.Make.class, KeysCommand.Checkpoint.class, KeysCommand.PostQuantum.class})
final class KeysCommand {
    /** Makes what is missing. */
    @Command(
            name = "make",
            description = "Make what is missing in keys.folder: hub.p12, broker.p12, pseudonyms.p12, master keys, "
                    + "passwords, and an authority that vouches for them. What is there stays.")
    static final class Make implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(
                names = "--host",
                paramLabel = "NAME",
                description = "A name or address under which hub or broker is reached; may be repeated.")
        private List<String> hosts = List.of("127.0.0.1", "localhost");

        @Override
        public Integer call() throws IOException, CertificateEncodingException {
            HubConfig read = config.read();
            Path folder = PrivateFiles.folder(read.keys().folder());
            Secret password = read.keys().password().isPresent()
                    ? read.keys().password().get()
                    : PrivateFiles.password(folder.resolve("password"));
            SandboxKeys keys = SandboxKeys.in(folder, password, "Authority of " + read.name(), hosts);
            KeyFile hub = keys.hub();
            keys.broker();
            MasterKeys.madeIn(folder);
            PseudonymKeys.make(read.keys());
            PrivateFiles.password(folder.resolve("broker-password"));
            publish(folder, keys, hub);
            System.out.println(
                    "The keys are in " + folder + ". To be registered: what is in its folder certificates. "
                            + "Keep a copy of the master keys (*.key), hub.p12 and pseudonyms.p12 where the database's backups are not.");
            return Exit.OK;
        }

        /** What a registry of members takes: nothing in it is secret. */
        private static void publish(Path folder, SandboxKeys keys, KeyFile hub)
                throws IOException, CertificateEncodingException {
            Path certificates = Files.createDirectories(folder.resolve("certificates"));
            Pem.write(certificates.resolve("ca.pem"), keys.authority());
            for (Use use : List.of(Use.SIGNING, Use.KEY_AGREEMENT, Use.TLS, Use.SOAP)) {
                Pem.write(certificates.resolve("hub-" + use.alias() + ".pem"), hub.certificate(use.alias()));
            }
        }
    }

    /** Makes the ledger's next key. */
    @Command(
            name = "checkpoint",
            description = "Make a further key for the ledger's checkpoints in hub.p12. It signs nothing before "
                    + "'hub ledger rotate-key' has it entered.")
    static final class Checkpoint implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(
                names = "--as",
                required = true,
                paramLabel = "ALIAS",
                description = "Its alias in the key store: checkpoint-2, checkpoint-2027.")
        private String alias = "";

        @Override
        public Integer call() throws IOException {
            HubConfig read = config.read();
            Path file = read.keys().folder().resolve("hub.p12");
            if (!Files.exists(file)) {
                throw new IllegalStateException(
                        "there is no " + file + ": make the hub's keys first ('hub keys make')");
            }
            KeyFile hub = KeyFile.withCheckpoint(file, read.keys().opening(), alias);
            System.out.println(new CheckpointKey(read.name() + "/ledger", hub.key(alias)).verifierKey());
            System.out.println(
                    "The key is in hub.p12 as " + alias + ". Give the file to every node and start them anew, "
                            + "one after the other; then: hub ledger rotate-key --reason WHY");
            return Exit.OK;
        }
    }

    /** Makes what signs checkpoints a second time. */
    @Command(
            name = "post-quantum",
            description =
                    "Have checkpoints signed with ML-DSA-44 too, from the next start on: make the seed of its key "
                            + "where there is none, and print the verifier key. Each checkpoint is 3,300 characters longer then.")
    static final class PostQuantum implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Override
        public Integer call() {
            HubConfig read = config.read();
            byte[] seed = PostQuantumSeed.madeIn(read.keys().folder());
            System.out.println(new PostQuantumLine(read.name() + "/ledger", seed, Clock.systemUTC()).verifierKey());
            return Exit.OK;
        }
    }
}
