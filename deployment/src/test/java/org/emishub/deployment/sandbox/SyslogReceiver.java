package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A syslog receiver over mutual TLS that reads frames by RFC 5425 and messages by RFC 5424, and can be killed in the middle of a batch. */
final class SyslogReceiver implements AutoCloseable {
    private static final Pattern HEADER = Pattern.compile(
            "<8[45]>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z [!-~]{1,255} emis-hub - (DICOM\\+RFC3881|FHIR\\+AuditEvent) - ");
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Payloads as they came, repeated ones too. */
    final List<String> payloads;

    private final SSLContext tls;
    private final ServerSocket server;
    /** After so many messages it is killed: its system resets the connection, and nobody listens any more. */
    private final int diesAfter;

    private volatile @Nullable String broken;

    SyslogReceiver(SSLContext tls, int port, List<String> payloads, int diesAfter) throws IOException {
        this.tls = tls;
        this.payloads = payloads;
        this.diesAfter = diesAfter;
        server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "syslog receiver");
        thread.setDaemon(true);
        thread.start();
    }

    static List<String> none() {
        return new CopyOnWriteArrayList<>();
    }

    /** What did not keep to the standards; null when all did. */
    @Nullable
    String broken() {
        return broken;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket plain = server.accept();
                    SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true)) {
                secure.setNeedClientAuth(true);
                serve(plain, secure);
            } catch (IOException e) {
                // The next one; none when it is closed.
            }
        }
    }

    private void serve(Socket plain, SSLSocket secure) throws IOException {
        DataInputStream in = new DataInputStream(secure.getInputStream());
        for (int first = in.read(); first >= 0; first = in.read()) {
            byte[] message = new byte[length(first, in)];
            in.readFully(message);
            take(message);
            if (payloads.size() == diesAfter) {
                server.close();
                plain.setSoLinger(true, 0);
                plain.close();
                return;
            }
        }
    }

    private int length(int first, InputStream in) throws IOException {
        int length = 0;
        for (int digit = first; digit != ' '; digit = in.read()) {
            if (digit < '0' || digit > '9') {
                broken = "a frame does not begin with its length";
                throw new IOException(broken);
            }
            length = length * 10 + digit - '0';
        }
        return length;
    }

    private void take(byte[] message) {
        String text = new String(message, ISO_8859_1);
        Matcher header = HEADER.matcher(text);
        if (!header.lookingAt() || !text.startsWith(new String(MARK, ISO_8859_1), header.end())) {
            broken = "not a message by RFC 5424: " + text;
            return;
        }
        int begin = header.end() + MARK.length;
        payloads.add(new String(message, begin, message.length - begin, UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
