package org.emishub.adapters.health.register;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.HttpEntity;
import org.apache.http.entity.HttpEntityWrapper;

/** An answer of which no more is read than a number of bytes, and not beyond a deadline. */
final class BoundedAnswer extends HttpEntityWrapper {
    private final int largest;
    private final Deadline deadline;
    private final Runnable breakOff;

    /** More was sent than is taken. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @FunctionalInterface
    private interface Reading {
        int read() throws IOException;
    }

    /** @param breakOff ends the connection: closing an unread answer would read all of it first */
    BoundedAnswer(HttpEntity entity, int largest, Deadline deadline, Runnable breakOff) {
        super(entity);
        this.breakOff = breakOff;
        this.largest = largest;
        this.deadline = deadline;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new FilterInputStream(super.getContent()) {
            private long taken;

            @Override
            public int read() throws IOException {
                int one = reading(super::read);
                count(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] buffer, int from, int most) throws IOException {
                int some = reading(() -> super.read(buffer, from, most));
                count(Math.max(0, some));
                return some;
            }

            private int reading(Reading read) throws IOException {
                try {
                    return read.read();
                } catch (IOException e) {
                    throw deadline.named(e);
                }
            }

            /** A register that sends one byte at a time never runs into the socket's own timeout. */
            private void count(int more) throws IOException {
                taken += more;
                if (taken > largest) {
                    breakOff.run();
                    throw new TooLarge();
                }
                if (deadline.isOver()) {
                    breakOff.run();
                    throw Deadline.tooLate();
                }
            }
        };
    }
}
