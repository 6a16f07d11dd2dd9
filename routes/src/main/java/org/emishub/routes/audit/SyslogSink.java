package org.emishub.routes.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.emishub.routes.system.SystemFault;
import org.jspecify.annotations.Nullable;

/**
 * A syslog receiver over TLS (RFC 5425) that shows a certificate of its host name and is shown the hub's.
 *
 * <p>Syslog has no receipts: what was written to a connection that breaks may be lost. So each batch has its own connection, which the hub ends with a
 * {@code close_notify}; the receiver's orderly end stands for the receipt: a protocol without one has no better.
 */
public final class SyslogSink implements AuditSink {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LINGERS = Duration.ofSeconds(1);
    private static final int BATCH = 200;
    private static final int CHUNK = 512;

    private final InetSocketAddress address;
    private final SSLContext tls;
    private final Payload payload;

    /**
     * What the messages carry.
     *
     * @param id the MSGID that says so
     */
    public record Payload(String id, Function<AuditRecord, byte[]> bytes) {}

    /** @param address unresolved: its name is looked up, and held against the certificate, for each connection */
    public SyslogSink(InetSocketAddress address, SSLContext tls, Payload payload) {
        this.address = address;
        this.tls = tls;
        this.payload = payload;
    }

    @Override
    public String name() {
        return "syslog";
    }

    @Override
    public int most() {
        return BATCH;
    }

    @Override
    public List<Refused> send(List<AuditRecord> records) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (AuditRecord record : records) {
            frames.writeBytes(
                    new SyslogMessage(record, payload.id(), payload.bytes().apply(record)).frame());
        }
        try {
            transmit(frames.toByteArray());
            return List.of();
        } catch (IOException e) {
            throw new SystemFault("UNREACHABLE", e.getClass().getSimpleName(), false);
        }
    }

    private void transmit(byte[] frames) throws IOException {
        try (Heard plain = new Heard()) {
            // A write to somebody who does not read has no timeout of its own: the connection is cut under it.
            Executor later = CompletableFuture.delayedExecutor(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> close(plain), later);
            try {
                plain.connect(
                        new InetSocketAddress(address.getHostString(), address.getPort()), (int) CONNECT.toMillis());
                exchange(plain, frames);
                plain.check();
            } finally {
                cut.cancel(false);
            }
        }
    }

    private void exchange(Socket plain, byte[] frames) throws IOException {
        try (SSLSocket secure = (SSLSocket)
                tls.getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), false)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            OutputStream out = secure.getOutputStream();
            out.write(frames);
            out.flush();
            secure.shutdownOutput();
            drain(secure.getInputStream());
        }
        plain.shutdownOutput();
        plain.setSoTimeout((int) LINGERS.toMillis());
        try {
            // Below TLS it shows whether the receiver left something unread: its system resets the connection then.
            drain(plain.getInputStream());
        } catch (SocketTimeoutException e) {
            // It said that it has ended and only keeps the connection.
        }
    }

    /** Remembers what TLS keeps to itself: where its farewell meets a reset, it takes that for the other's end and says nothing. */
    private static final class Heard extends Socket {
        private volatile @Nullable IOException broke;

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    write(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    try {
                        out.write(bytes, from, length);
                    } catch (IOException e) {
                        broke = e;
                        throw e;
                    }
                }
            };
        }

        /** @throws IOException when something that was written did not go out */
        void check() throws IOException {
            IOException found = broke;
            if (found != null) {
                throw found;
            }
        }
    }

    /** A syslog receiver says nothing; its end is what is waited for. */
    private static void drain(InputStream in) throws IOException {
        byte[] ignored = new byte[CHUNK];
        int read = in.read(ignored);
        while (read >= 0) {
            read = in.read(ignored);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed then
        }
    }
}
