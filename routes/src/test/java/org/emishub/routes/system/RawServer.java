package org.emishub.routes.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on bare sockets, which can misbehave in every way that a network and a program can. */
public final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    /** What it does once a whole request was read; then the connection is closed. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Socket socket, byte[] request) throws IOException, InterruptedException;
    }

    public final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    public RawServer(Behaviour first) {
        behaviour = first;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public void behave(Behaviour now) {
        behaviour = now;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/inbox");
    }

    /** Connections that the other side has not ended. */
    public long open() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            byte[] request = request(socket.getInputStream());
            requests.add(request);
            behaviour.answer(socket, request);
        } catch (IOException e) {
            // The other side hung up, which is what these tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The body of one request. */
    private static byte[] request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        Matcher length = LENGTH.matcher(head.toString(US_ASCII));
        return in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers with a status and a body. */
    public static Behaviour answer(int status, byte[] body) {
        return (socket, request) -> {
            OutputStream out = socket.getOutputStream();
            out.write(head(status, body.length));
            out.write(body);
            out.flush();
        };
    }

    /** The head of an answer that promises so many bytes. */
    public static byte[] head(int status, int length) {
        return ("HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n").getBytes(US_ASCII);
    }

    /** Sends a byte now and then, for ever: no socket timeout ever runs out. */
    public static void drip(Socket socket) throws IOException, InterruptedException {
        while (true) {
            socket.getOutputStream().write('x');
            socket.getOutputStream().flush();
            Thread.sleep(20);
        }
    }

    /** Waits until the other side hangs up. */
    public static void hang(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // Whatever it still says is not answered.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
