package org.emishub.routes.delivery;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.emishub.routes.store.Dispatch;
import org.emishub.security.member.SystemId;
import org.jspecify.annotations.Nullable;

/**
 * Puts due letters into their recipients' queues: their ids, for the broker is transport and the row is the truth.
 *
 * <p>A letter is marked as sent before it is, so that a consumer never meets one that is not yet marked. Whatever a broker may have lost is due again as soon as
 * one answers anew, and in any case when nobody has claimed it for {@link #UNHEARD}. Used by one thread.
 */
final class Relay implements AutoCloseable {
    static final String LETTER = "outboxId";
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final Duration UNHEARD = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final ConnectionFactory broker;
    private final Dispatch dispatch = new Dispatch();
    private @Nullable Connection connection;
    private @Nullable Session session;

    Relay(DataSource dataSource, ConnectionFactory broker) {
        this.dataSource = dataSource;
        this.broker = broker;
    }

    /**
     * Takes nothing for granted that a broker was given before.
     *
     * @throws JMSException when none answers
     */
    void reconnect() throws SQLException, JMSException {
        close();
        Connection fresh = broker.createConnection();
        connection = fresh;
        session = fresh.createSession(true, Session.SESSION_TRANSACTED);
        try (java.sql.Connection database = dataSource.getConnection()) {
            dispatch.all(database);
        }
    }

    /** Makes due once more what nobody was heard of. */
    void lookForUnheard() throws SQLException {
        try (java.sql.Connection database = dataSource.getConnection()) {
            dispatch.unheard(database);
        }
    }

    /** Repairs times from before the database's clock was set back. */
    void lookForTooLate(Duration longest) throws SQLException {
        try (java.sql.Connection database = dataSource.getConnection()) {
            dispatch.tooLate(database, longest);
        }
    }

    /**
     * Relays what is due.
     *
     * @param most letters of each recipient that may be in the broker
     */
    void relay(Map<SystemId, Integer> most) throws SQLException, JMSException {
        List<Dispatch.Taken> taken = take(most);
        if (taken.isEmpty()) {
            return;
        }
        try {
            send(taken);
        } catch (JMSException | RuntimeException e) {
            try (java.sql.Connection database = dataSource.getConnection()) {
                dispatch.putBack(database, taken);
            }
            throw e;
        }
    }

    private List<Dispatch.Taken> take(Map<SystemId, Integer> most) throws SQLException {
        try (java.sql.Connection database = dataSource.getConnection()) {
            database.setAutoCommit(false);
            List<Dispatch.Taken> taken = dispatch.take(database, most, UNHEARD);
            database.commit();
            return taken;
        }
    }

    private void send(List<Dispatch.Taken> letters) throws JMSException {
        Session open = session;
        if (open == null) {
            throw new JMSException("not connected");
        }
        try (MessageProducer producer = open.createProducer(null)) {
            for (Dispatch.Taken letter : letters) {
                Message message = open.createMessage();
                message.setStringProperty(LETTER, letter.id().toString());
                message.setStringProperty(DUPLICATE_ID, letter.id() + ":" + letter.sends());
                producer.send(open.createQueue(Queues.of(letter.recipient())), message);
            }
        }
        open.commit();
    }

    @Override
    public void close() {
        Connection old = connection;
        connection = null;
        session = null;
        if (old != null) {
            try {
                old.close();
            } catch (JMSException e) {
                // It was broken; that is why it is closed.
            }
        }
    }
}
