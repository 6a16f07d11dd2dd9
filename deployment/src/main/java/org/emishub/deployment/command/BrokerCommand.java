package org.emishub.deployment.command;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.emishub.deployment.broker.ListeningBroker;
import org.emishub.deployment.broker.ListeningBroker.Access;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Mode;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.keys.SandboxKeys;
import org.emishub.deployment.operation.Operations.NotPossible;
import org.emishub.deployment.supervision.Supervision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a broker that several hub nodes share. */
@Command(
        name = "broker",
        description = "Run a broker that several hub nodes share: TLS on broker.listen, key in keys.folder/broker.p12.")
final class BrokerCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        HubConfig read = config.read();
        InetSocketAddress listen = read.broker().listen();
        ListeningBroker broker = ListeningBroker.start(read.broker().folder(), listen, access(read));
        Supervision supervision = new Supervision(List.of(broker), again -> {});
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            supervision.close();
            broker.close();
            stopped.countDown();
        }));
        System.out.println("The broker listens on tcp://" + listen.getHostString() + ":" + listen.getPort() + ".");
        stopped.await();
        return Exit.OK;
    }

    private static Access access(HubConfig read) {
        Secret password = read.broker()
                .password()
                .orElseThrow(() -> new NotPossible(
                        "a broker that others reach needs a password: set broker.password to file:PATH or env:NAME"));
        HubConfig.Keys keys = read.keys();
        Secret opening = read.mode() == Mode.SANDBOX
                ? SandboxKeys.in(keys.folder()).broker().password()
                : keys.opening();
        Path store = keys.folder().resolve(SandboxKeys.BROKER);
        return new Access(store, opening, read.broker().user(), password);
    }
}
