package org.emishub.deployment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    /** Tomcat's own log. */
    private static final class Kept extends Handler {
        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @TempDir
    Path folder;

    @Test
    void says_which_port_is_taken_and_which_setting_gives_another_and_logs_no_trace() throws Exception {
        Logger root = Logger.getLogger("");
        Kept log = new Kept();
        root.addHandler(log);
        StringWriter err = new StringWriter();
        try (ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = another.getLocalPort();
            Path config = Files.writeString(
                    folder.resolve("hub.yaml"),
                    "data: data\nagreements: " + Path.of(System.getProperty("emishub.root"), "routes", "agreements")
                            + "\nsimulators: { emis: " + port + ", children: 1000 }\n");

            int exit = HubCommand.commandLine()
                    .setErr(new PrintWriter(err))
                    .execute("demo", "--once", "--config", config.toString());

            assertThat(exit).isEqualTo(3);
            assertThat(err.toString().strip())
                    .isEqualTo("hub: port " + port
                            + " is taken: another demo or hub seems to be running. Stop it, or give another port: "
                            + "simulators.emis in hub.yaml, or HUB_SIMULATORS_EMIS in the environment");
            assertThat(log.records).allSatisfy(record -> {
                assertThat(record.getLevel()).as(record.getMessage()).isNotEqualTo(Level.SEVERE);
                assertThat(record.getThrown()).as(record.getMessage()).isNull();
            });
        } finally {
            root.removeHandler(log);
        }
    }
}
