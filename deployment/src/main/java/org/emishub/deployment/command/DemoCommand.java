package org.emishub.deployment.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.sandbox.Account;
import org.emishub.deployment.sandbox.Played;
import org.emishub.deployment.sandbox.Sandbox;
import org.emishub.deployment.sandbox.Scenarios;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plays the scenarios on an invented country and tells what happened. */
@Command(name = "demo", description = "Start a hub with four invented systems, play the scenarios, and stay up.")
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--once", description = "Stop after the scenarios.")
    private boolean once;

    @Option(names = "--json", description = "Print one JSON object instead of the story.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        HubConfig read = config.read();
        if (read.mode() != Mode.SANDBOX) {
            throw new ParameterException(spec.commandLine(), "the demonstration needs mode: sandbox");
        }
        long began = System.nanoTime();
        Sandbox sandbox = Sandbox.start(read);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread close = new Thread(() -> {
            sandbox.close();
            stopped.countDown();
        });
        Runtime.getRuntime().addShutdownHook(close);
        List<Played> played = play(read, sandbox, began);
        int exit = played.stream().allMatch(Played::passed) ? Exit.OK : Exit.FAILED;
        if (!once) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(Addresses.of(read) + "\n\n" + sandbox.suggestions() + "\n\nStop it with Ctrl-C.");
            out.flush();
            stopped.await();
        }
        return exit;
    }

    private List<Played> play(HubConfig read, Sandbox sandbox, long began) {
        PrintWriter out = spec.commandLine().getOut();
        long rows = sandbox.load();
        if (!json) {
            out.println("An invented country of " + read.simulators().children() + " children is loaded (" + rows
                    + " rows). None of them exists.\n");
        }
        List<Played> played = new Scenarios(sandbox).play();
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(json(played, seconds)));
        } else {
            played.forEach(one -> out.println(Account.of(one)));
            long passed = played.stream().filter(Played::passed).count();
            out.println(passed + " of " + played.size() + " scenarios went as they should, " + seconds
                    + " s after the start.\n");
        }
        out.flush();
        return played;
    }

    private static ObjectNode json(List<Played> played, long seconds) {
        ObjectNode result = JsonMapper.shared().createObjectNode();
        ArrayNode scenarios = result.putArray("scenarios");
        played.forEach(one -> scenarios.add(one.json()));
        return result.put("seconds", seconds);
    }
}
