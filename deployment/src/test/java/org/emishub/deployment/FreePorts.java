package org.emishub.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Settings that give a test's hub ports which nobody has. */
public final class FreePorts {
    private static final List<String> SETTINGS = List.of(
            "HUB_DOORS_HTTP",
            "HUB_DOORS_HTTPS",
            "HUB_DOORS_MANAGEMENT",
            "HUB_SIMULATORS_EMIS",
            "HUB_SIMULATORS_HEALTH",
            "HUB_SIMULATORS_REGISTRY",
            "HUB_SIMULATORS_STATISTICS",
            "HUB_SIMULATORS_MIS");

    /** Below the ports that the system lends to clients, and of this test process alone. */
    private static final int FIRST = 12_000 + 4_000 * (Integer.getInteger("emishub.fork", 1) % 4);

    /** Another run of these tests on this machine begins elsewhere: between a look at a port and its use it could be taken. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() % 4_000));

    private FreePorts() {}

    /** As environment variables. */
    public static Map<String, String> asSettings() {
        Map<String, String> settings = new HashMap<>();
        SETTINGS.forEach(name -> settings.put(name, Integer.toString(one())));
        return settings;
    }

    /** A port that nobody has. */
    public static int one() {
        while (true) {
            int port = FIRST + NEXT.getAndIncrement() % 4_000;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }
}
