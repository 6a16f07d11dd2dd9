package org.emishub.deployment.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.broker.ListeningBroker.Access;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.keys.Pem;
import org.emishub.deployment.keys.SandboxKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker for several nodes, as a hub and as others meet it. */
class ListeningBrokerTest {
    private static final Secret PASSWORD = Secret.of("a-long-password");

    @TempDir
    Path folder;

    private InetSocketAddress listen = InetSocketAddress.createUnresolved("127.0.0.1", 0);
    private Path authority = Path.of("");
    private ListeningBroker broker;

    @BeforeEach
    void start() throws Exception {
        listen = InetSocketAddress.createUnresolved("127.0.0.1", FreePorts.one());
        authority = folder.resolve("ca.pem");
        Pem.write(authority, SandboxKeys.in(folder.resolve("keys")).authority());
        broker = open();
    }

    private ListeningBroker open() {
        SandboxKeys keys = SandboxKeys.in(folder.resolve("keys"));
        Secret opening = keys.broker().password();
        Path store = folder.resolve("keys").resolve(SandboxKeys.BROKER);
        return ListeningBroker.start(folder.resolve("broker"), listen, new Access(store, opening, "hub", PASSWORD));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ConnectionFactory as(String user, String password) {
        return OutsideBroker.connections(listen, user, Secret.of(password), authority);
    }

    private ConnectionFactory hub() {
        return as("hub", PASSWORD.reveal());
    }

    private static void send(ConnectionFactory by, String queue, String text) throws JMSException {
        try (Connection connection = by.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            BytesMessage message = session.createBytesMessage();
            message.writeUTF(text);
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    private static String receive(ConnectionFactory by, String queue) throws JMSException {
        try (Connection connection = by.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Message message = session.createConsumer(session.createQueue(queue)).receive(60_000);
            return message instanceof BytesMessage bytes ? bytes.readUTF() : "nothing";
        }
    }

    @Test
    void keeps_for_one_node_what_another_sent_also_over_a_restart() throws Exception {
        ConnectionFactory one = hub();
        ConnectionFactory other = hub();
        send(one, "deliver.health.register", "first");
        assertThat(receive(other, "deliver.health.register")).isEqualTo("first");
        send(one, "deliver.health.register", "second");
        broker.close();
        assertThatThrownBy(() -> send(one, "deliver.health.register", "third")).isInstanceOf(JMSException.class);
        broker = open();
        assertThat(receive(other, "deliver.health.register")).isEqualTo("second");
        send(one, "deliver.health.register", "third");
        assertThat(receive(one, "deliver.health.register")).isEqualTo("third");
    }

    @Test
    void lets_nobody_in_without_the_password() {
        assertThatThrownBy(() -> send(as("hub", "guess"), "deliver.health.register", "x"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> send(as("somebody", PASSWORD.reveal()), "deliver.health.register", "x"))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void lets_the_hub_use_its_own_queues_and_nothing_else() {
        for (String queue : new String[] {"other", "activemq.management", "dead", "delivery"}) {
            assertThatThrownBy(() -> send(hub(), queue, "x")).isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> receive(hub(), queue)).isInstanceOf(JMSException.class);
        }
    }

    @Test
    void is_believed_only_with_a_certificate_of_the_authority_and_for_its_address() throws Exception {
        Path stranger = folder.resolve("stranger.pem");
        Pem.write(stranger, SandboxKeys.in(folder.resolve("others")).authority());
        ConnectionFactory wrong = OutsideBroker.connections(listen, "hub", PASSWORD, stranger);
        assertThatThrownBy(() -> send(wrong, "deliver.health.register", "x")).isInstanceOf(JMSException.class);
        InetSocketAddress elsewhere = InetSocketAddress.createUnresolved("127.0.0.2", listen.getPort());
        ConnectionFactory misled = OutsideBroker.connections(elsewhere, "hub", PASSWORD, authority);
        assertThatThrownBy(() -> send(misled, "deliver.health.register", "x")).isInstanceOf(JMSException.class);
    }

    @Test
    void speaks_to_nobody_in_clear_and_in_no_other_protocol() throws IOException {
        String plain = "tcp://127.0.0.1:" + listen.getPort() + "?callTimeout=2000";
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(plain, "hub", PASSWORD.reveal())) {
            assertThatThrownBy(() -> send(factory, "deliver.health.register", "x"))
                    .isInstanceOf(JMSException.class);
        }
        for (String greeting :
                new String[] {"AMQP\0\1\0\0", "CONNECT\naccept-version:1.2\n\n\0", "GET / HTTP/1.0\r\n\r\n"}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listen.getPort())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write(greeting.getBytes(US_ASCII));
                byte[] said = socket.getInputStream().readNBytes(64);
                // At most an alert of TLS.
                assertThat(new String(said, US_ASCII)).doesNotContain("AMQP", "CONNECTED", "ERROR", "HTTP");
            }
        }
    }

    @Test
    void says_that_its_port_is_taken() {
        assertThatThrownBy(this::open).hasMessageContaining("another program has the port");
    }

    @Test
    void syncs_its_journal_and_writes_into_its_folder_only() throws Exception {
        send(hub(), "deliver.health.register", "kept");
        try (Stream<Path> files = Files.walk(folder.resolve("broker"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).toList())
                    .contains("journal", "bindings")
                    .anyMatch(name -> name.endsWith(".amq"));
        }
    }
}
