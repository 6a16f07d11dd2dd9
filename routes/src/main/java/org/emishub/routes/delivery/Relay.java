package org.emishub.routes.delivery;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.routes.store.Outbox;

/**
 * Puts due letters into their recipients' queues.
 *
 * <p>A letter is marked as sent before it is, so that a consumer never meets one that is not yet marked. Should the broker lose it, it is due again with the
 * next start, or when nothing has become of it for long.
 */
final class Relay {
    static final String LETTER = "outboxId";
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final int AT_ONCE = 100;
    /** Long enough for a queue that its recipient works off slowly. */
    private static final Duration LOST = Duration.ofMinutes(30);

    private final DataSource dataSource;
    private final ConnectionFactory broker;
    private final Outbox outbox;
    private final Clock clock;

    Relay(DataSource dataSource, ConnectionFactory broker, Outbox outbox, Clock clock) {
        this.dataSource = dataSource;
        this.broker = broker;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Takes nothing for granted that a broker was given before this start. */
    void restarted() throws SQLException {
        try (java.sql.Connection connection = dataSource.getConnection()) {
            outbox.restarted(connection, clock.instant());
        }
    }

    /** Relays what is due; true when there may be more. */
    boolean relay() throws SQLException, JMSException {
        List<Outbox.Due> due = take();
        if (!due.isEmpty()) {
            try {
                send(due);
            } catch (JMSException | RuntimeException e) {
                putBack(due);
                throw e;
            }
        }
        return due.size() == AT_ONCE;
    }

    /** The broker did not take them: they are due at once, or a consumer finds them done. */
    private void putBack(List<Outbox.Due> due) throws SQLException {
        try (java.sql.Connection connection = dataSource.getConnection()) {
            for (Outbox.Due letter : due) {
                outbox.again(connection, letter.id(), "", clock.instant());
            }
        }
    }

    private List<Outbox.Due> take() throws SQLException {
        Instant now = clock.instant();
        try (java.sql.Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<Outbox.Due> due = outbox.due(connection, now, AT_ONCE);
            outbox.sent(connection, due, now.plus(LOST));
            connection.commit();
            return due;
        }
    }

    private void send(List<Outbox.Due> due) throws JMSException {
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            for (Outbox.Due letter : due) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(letter.payload());
                message.setStringProperty(LETTER, letter.id().toString());
                message.setStringProperty(DUPLICATE_ID, letter.id() + ":" + letter.sends());
                try (MessageProducer producer =
                        session.createProducer(session.createQueue(Queues.of(letter.recipient())))) {
                    producer.send(message);
                }
            }
            session.commit();
        }
    }
}
