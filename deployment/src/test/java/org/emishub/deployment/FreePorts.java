package org.emishub.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private FreePorts() {}

    /** As environment variables. */
    public static Map<String, String> asSettings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        for (String name : SETTINGS) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            settings.put(name, Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return settings;
    }
}
