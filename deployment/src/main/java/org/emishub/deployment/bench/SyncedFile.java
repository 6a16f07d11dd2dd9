package org.emishub.deployment.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file whose lines are on disk when {@link #append} returns; lines that come together share one sync. */
final class SyncedFile implements AutoCloseable {
    private final FileChannel channel;
    private final Object syncing = new Object();
    private long written;
    private long synced;

    SyncedFile(Path file) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    void append(String line) throws IOException {
        long mine;
        synchronized (this) {
            channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            mine = ++written;
        }
        synchronized (syncing) {
            if (synced < mine) {
                long upTo;
                synchronized (this) {
                    upTo = written;
                }
                channel.force(false);
                synced = upTo;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
