package org.emishub.routes.delivery;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.emishub.routes.Settings;
import org.emishub.routes.store.Outbox;

/**
 * Puts due letters into their recipients' queues.
 *
 * <p>A letter is marked as sent before it is: should the broker lose it, it is due again after the lease. So a consumer never meets a letter that is not yet marked.
 */
final class Relay {
    static final String LETTER = "outboxId";
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final int AT_ONCE = 100;

    private final DataSource dataSource;
    private final ConnectionFactory broker;
    private final Outbox outbox;
    private final Settings settings;
    private final Clock clock;

    Relay(DataSource dataSource, ConnectionFactory broker, Outbox outbox, Settings settings, Clock clock) {
        this.dataSource = dataSource;
        this.broker = broker;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /** Relays what is due; true when there may be more. */
    boolean relay() throws SQLException, JMSException {
        List<Outbox.Due> due = take();
        if (!due.isEmpty()) {
            send(due);
        }
        return due.size() == AT_ONCE;
    }

    private List<Outbox.Due> take() throws SQLException {
        Instant now = clock.instant();
        try (java.sql.Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<Outbox.Due> due = outbox.due(connection, now, AT_ONCE);
            outbox.sent(connection, due, now.plus(settings.lease()));
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
