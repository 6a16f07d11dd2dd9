package org.emishub.deployment.campaign.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A stretch of network between two parties on this machine, with trouble on demand. */
public final class Proxy implements AutoCloseable {
    private static final int PORTION = 16 << 10;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int LATENCY_MILLIS = 150;
    private static final int SILENCE_STEP_MILLIS = 50;

    private final String name;
    private final ServerSocket door;
    private final int target;
    private final Random random;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Trouble trouble = Trouble.NONE;

    /**
     * Listens on a port that the system gives.
     *
     * @param target the loopback port that it leads to, whether somebody listens there already or not
     * @throws IOException when no port can be had
     */
    public Proxy(String name, int target, long seed) throws IOException {
        this.name = name;
        this.target = target;
        this.random = new Random(seed);
        this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon("door of " + name, this::accept);
    }

    public String name() {
        return name;
    }

    /** Where to connect to instead. */
    public int port() {
        return door.getLocalPort();
    }

    /** From now on. A reset also tears down what is connected. */
    public void trouble(Trouble now) {
        trouble = now;
        if (now == Trouble.RESET) {
            connections.forEach(Connection::reset);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        connections.forEach(Connection::reset);
    }

    private void accept() {
        while (!door.isClosed()) {
            acceptOne();
        }
    }

    private void acceptOne() {
        try {
            Socket client = door.accept();
            daemon("through " + name, () -> connect(client));
        } catch (IOException e) {
            // Closed, or the client is gone already.
            return;
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
        } catch (IOException e) {
            abort(client);
            return;
        }
        Connection connection = new Connection(client, server);
        connections.add(connection);
        daemon("back through " + name, () -> connection.pump(server, client, true));
        connection.pump(client, server, false);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void abort(Socket socket) {
        try (socket) {
            // Zero seconds to linger: the other side sees a reset, not an end.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void reset() {
            abort(client);
            abort(server);
            connections.remove(this);
        }

        void pump(Socket from, Socket to, boolean answer) {
            byte[] portion = new byte[PORTION];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(portion); n >= 0; n = in.read(portion)) {
                    if (!pass(portion, n, out, answer)) {
                        return;
                    }
                }
                to.shutdownOutput();
                if (answer) {
                    close();
                }
            } catch (IOException | InterruptedException e) {
                reset();
            }
        }

        /** Whether the connection goes on. */
        private boolean pass(byte[] portion, int n, OutputStream out, boolean answer)
                throws IOException, InterruptedException {
            while (trouble == Trouble.SILENCE) {
                Thread.sleep(SILENCE_STEP_MILLIS);
            }
            switch (trouble) {
                case LATENCY -> Thread.sleep(LATENCY_MILLIS);
                case RESET -> {
                    out.write(portion, 0, n / 2);
                    out.flush();
                    reset();
                    return false;
                }
                case HALF_CLOSE -> {
                    if (answer) {
                        client.shutdownOutput();
                        return false;
                    }
                }
                case CORRUPTION -> flip(portion, n);
                default -> {}
            }
            out.write(portion, 0, n);
            out.flush();
            return true;
        }

        private void flip(byte[] portion, int n) {
            synchronized (random) {
                if (random.nextInt(3) == 0) {
                    portion[random.nextInt(n)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }

        private void close() throws IOException {
            client.close();
            server.close();
            connections.remove(this);
        }
    }
}
