package org.emishub.deployment.campaign;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emishub.deployment.campaign.fault.Proxy;
import org.emishub.deployment.campaign.load.Agreed;
import org.emishub.deployment.campaign.machine.Ports;

/**
 * Who listens where, and the stretches of network between them.
 *
 * @param nodes the ports of each node: http, https, management
 * @param stretches by name: {@code net-node-1}, {@code net-database}, {@code net-broker}, {@code net-health/register}
 */
record Network(
        int database,
        int broker,
        List<List<Integer>> nodes,
        Map<String, Integer> receivers,
        Map<String, Proxy> stretches)
        implements AutoCloseable {
    static final String TO_DATABASE = "net-database";
    static final String TO_BROKER = "net-broker";

    static Network make(int nodes, long seed) throws IOException {
        List<Integer> free = Ports.free(2 + 3 * nodes + Agreed.receivers().size());
        List<List<Integer>> doors = new ArrayList<>();
        Map<String, Integer> receivers = new LinkedHashMap<>();
        Map<String, Proxy> stretches = new LinkedHashMap<>();
        int next = 2;
        for (int node = 1; node <= nodes; node++, next += 3) {
            doors.add(free.subList(next, next + 3));
            lay(stretches, "net-node-" + node, free.get(next), seed);
        }
        for (String receiver : Agreed.receivers()) {
            receivers.put(receiver, free.get(next));
            lay(stretches, "net-" + receiver, free.get(next++), seed);
        }
        lay(stretches, TO_DATABASE, free.get(0), seed);
        lay(stretches, TO_BROKER, free.get(1), seed);
        return new Network(free.get(0), free.get(1), doors, receivers, stretches);
    }

    private static void lay(Map<String, Proxy> stretches, String name, int target, long seed) throws IOException {
        stretches.put(name, new Proxy(name, target, seed + target));
    }

    /** Where to connect to, to reach somebody through a stretch of network. */
    int through(String stretch) {
        return stretch(stretch).port();
    }

    Proxy stretch(String name) {
        Proxy stretch = stretches.get(name);
        if (stretch == null) {
            throw new IllegalArgumentException("no network " + name);
        }
        return stretch;
    }

    /** The nodes' doors for sealed envelopes, as the senders reach them. */
    List<URI> doors() {
        List<URI> doors = new ArrayList<>();
        for (int node = 1; node <= nodes.size(); node++) {
            doors.add(URI.create("http://127.0.0.1:" + through("net-node-" + node) + "/exchange"));
        }
        return doors;
    }

    List<Integer> receiverPorts() {
        return Agreed.receivers().stream().map(r -> through("net-" + r)).toList();
    }

    @Override
    public void close() throws IOException {
        for (Proxy stretch : stretches.values()) {
            stretch.close();
        }
    }
}
