package org.emishub.deployment.command;

import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.mappings.yaml.YamlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./hub}. */
@Command(
        name = "hub",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "EMIS Hub 0.1.0",
        description = "Exchanges children's records between government systems, each under a readable agreement.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, and all that was checked holds",
            " 1:something that was checked does not hold, or an agreement cannot be used",
            " 2:wrong usage, or another file that cannot be used",
            " 3:the hub, or something it needs, is not there"
        },
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            BrokerCommand.class,
            KeysCommand.class,
            ExplainCommand.class,
            NeedsCommand.class,
            AgreementCommand.class,
            RegisterCommand.class,
            DecisionCommand.class,
            AnomalyCommand.class,
            LedgerCommand.class,
            EvidenceCommand.class,
            AuditCommand.class,
            WitnessCommand.class,
            MessageCommand.class,
            RecipientCommand.class,
            PackageCommand.class,
            CaseCommand.class,
            GuardianCommand.class,
            ConsentCommand.class,
            ObjectionCommand.class,
            SealCommand.class,
            UnsealCommand.class,
            ChildCommand.class,
            RetentionCommand.class,
            BreakglassCommand.class,
            UsageCommand.class,
            CodesCommand.class,
            PseudonymCommand.class,
            SimulateCommand.class,
            BenchCommand.class
        })
public final class HubCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HubCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    /** The command line, ready to be executed; it never prints a stack trace. */
    public static CommandLine commandLine() {
        return new CommandLine(new HubCommand()).setExecutionExceptionHandler((e, command, parsed) -> {
            if (Boolean.getBoolean("hub.trace")) {
                LOG.error("a command failed", e);
            }
            command.getErr().println(command.getColorScheme().errorText("hub: " + Explanation.of(e)));
            return exit(command.getCommandName(), e);
        });
    }

    /** Drawing up the register checks the agreements, as the commands of {@code agreement} do. */
    private static int exit(String command, Throwable e) {
        if (cause(e, YamlException.class)) {
            return command.equals("register") ? Exit.FAILED : Exit.USAGE;
        }
        return cause(e, NotPossible.class) ? Exit.USAGE : Exit.UNAVAILABLE;
    }

    private static boolean cause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
