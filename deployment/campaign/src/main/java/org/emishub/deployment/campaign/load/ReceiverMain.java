package org.emishub.deployment.campaign.load;

import java.nio.file.Path;
import java.util.Arrays;

/** A receiver as a process of its own, so that it can be killed. */
public final class ReceiverMain {
    private static final int OTHER_ARGUMENTS = 5;

    private ReceiverMain() {}

    /** {@code PARTIES SYSTEM PORT OUTSIDE BEHAVIOUR-FILE [JDBC-URL [USER PASSWORD]]}; prints {@code ready} when it listens. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < OTHER_ARGUMENTS) {
            System.err.println("receiver: PARTIES SYSTEM PORT OUTSIDE BEHAVIOUR-FILE [JDBC-URL [USER PASSWORD]]");
            System.exit(2);
        }
        try (Receiver receiver = Receiver.start(
                new Parties(Path.of(arguments[0])),
                arguments[1],
                Integer.parseInt(arguments[2]),
                Path.of(arguments[3]),
                Path.of(arguments[4]),
                Arrays.copyOfRange(arguments, OTHER_ARGUMENTS, arguments.length))) {
            System.out.println("ready on " + receiver.port());
            Thread.currentThread().join();
        }
    }
}
