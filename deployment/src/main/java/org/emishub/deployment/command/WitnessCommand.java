package org.emishub.deployment.command;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.deployment.door.ServletPort;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.deployment.witness.WitnessFolder;
import org.emishub.deployment.witness.WitnessServlet;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.VerifierKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A witness of somebody else's ledger. */
@Command(
        name = "witness",
        description = "Watch over another's ledger: keep its checkpoints and cosign those that continue them.",
        subcommands = {
            WitnessCommand.Run.class,
            WitnessCommand.Show.class,
            WitnessKeepCommand.class,
            WitnessCheckCommand.class,
            WitnessPrintCommand.class
        })
final class WitnessCommand {
    /** Which witness. */
    static final class Home {
        @Option(
                names = "--folder",
                paramLabel = "FOLDER",
                description = "Everything the witness has: key, whom it believes, what it holds (${DEFAULT-VALUE}).",
                defaultValue = "witness-data")
        private Path folder = Path.of("witness-data");

        WitnessFolder folder() {
            return new WitnessFolder(folder.toAbsolutePath().normalize(), Clock.systemUTC());
        }

        /** One that is there. */
        WitnessFolder existing() {
            WitnessFolder there = folder();
            if (!there.exists()) {
                throw new NotPossible(folder + " holds no witness: make one with 'hub witness run --name NAME'");
            }
            return there;
        }
    }

    /** Answers logs. */
    @Command(
            name = "run",
            description = "Answer logs over HTTP (C2SP tlog-witness). No database, no hub; put TLS before it.")
    static final class Run implements Callable<Integer> {
        private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");

        @Mixin
        private Home home = new Home();

        @Option(names = "--name", paramLabel = "NAME", description = "The witness's name, at its first start.")
        private @Nullable String name;

        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                description = "Where (${DEFAULT-VALUE}).",
                defaultValue = "127.0.0.1:8190")
        private String listen = "";

        @Option(names = "--log", paramLabel = "KEY", description = "A log's verifier key to believe; may be repeated.")
        private List<String> logs = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws InterruptedException {
            WitnessFolder folder = home.folder();
            if (!folder.exists()) {
                folder.make(Optional.ofNullable(name)
                        .orElseThrow(() -> new NotPossible("name the new witness: --name witness.example.org/w1")));
            } else if (name != null && !folder.verifierKey().name().equals(name)) {
                throw new NotPossible(
                        "the witness there is called " + folder.verifierKey().name());
            }
            logs.forEach(folder::believe);
            Matcher address = ADDRESS.matcher(listen);
            if (!address.matches()) {
                throw new NotPossible("'" + listen + "' is not host:port");
            }
            ServletPort port = ServletPort.open(
                    address.group(1),
                    Integer.parseInt(address.group(2)),
                    Optional.empty(),
                    Map.of("/*", new WitnessServlet(folder)));
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                port.close();
                stopped.countDown();
            }));
            spec.commandLine()
                    .getOut()
                    .println("The witness " + folder.verifierKey() + " listens on " + port.address());
            spec.commandLine().getOut().flush();
            stopped.await();
            return Exit.OK;
        }
    }

    /** Prints what it holds. */
    @Command(name = "show", description = "The witness's verifier key, whom it believes, and what it holds of each.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private Home home = new Home();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            WitnessFolder folder = home.existing();
            spec.commandLine().getOut().println(folder.verifierKey());
            for (VerifierKey log : folder.logs()) {
                Optional<SignedNote> held = folder.kept().newest(log.name());
                spec.commandLine().getOut().println("\nbelieves " + log);
                spec.commandLine()
                        .getOut()
                        .println(held.map(SignedNote::toString).orElse("holds nothing of it yet"));
            }
            return Exit.OK;
        }
    }
}
