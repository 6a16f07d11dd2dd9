package org.emishub.deployment;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.deployment.broker.InVmBroker;
import org.emishub.deployment.broker.OutsideBroker;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.config.Secret;
import org.emishub.deployment.database.PostgresServer;
import org.emishub.deployment.supervision.Supervised;
import org.emishub.deployment.supervision.Supervision;
import org.emishub.routes.HubRoutes;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Database and broker: the hub's own, or those it was given. */
@Configuration(proxyBeanMethods = false)
class Stores {
    private static final int DATABASE_CONNECTIONS = 12;
    private static final int BROKER_CONNECTIONS = 2;
    private static final int CHECK_SECONDS = 2;
    private static final long START_PATIENCE_MILLIS = 60_000;
    private static final long CONNECTION_MILLIS = 5_000;

    /** What a client needs to reach the database. */
    record Database(String url, String user, Secret password, Optional<PostgresServer> own) implements AutoCloseable {
        @Override
        public void close() {
            own.filter(PostgresServer::works).ifPresent(PostgresServer::close);
        }
    }

    @Bean
    Database database(HubConfig config) {
        return config.database()
                .map(given -> new Database(given.url(), given.user(), given.password(), Optional.empty()))
                .orElseGet(() -> {
                    PostgresServer own = PostgresServer.start(config.data().resolve("database"));
                    return new Database(own.url(), own.user(), own.password(), Optional.of(own));
                });
    }

    @Bean
    HikariDataSource dataSource(Database database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("hub");
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password().reveal());
        pool.setMaximumPoolSize(DATABASE_CONNECTIONS);
        pool.setMinimumIdle(1);
        // A start waits for a database that is starting too; a caller does not wait for one that is away.
        pool.setInitializationFailTimeout(START_PATIENCE_MILLIS);
        pool.setConnectionTimeout(CONNECTION_MILLIS);
        pool.addDataSourceProperty("connectTimeout", "5");
        pool.addDataSourceProperty("socketTimeout", "60");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // A node that was stopped within a transaction must not hold its rows from the others.
        pool.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=10s");
        return pool;
    }

    /** The broker as the routes see it. */
    record Broker(ConnectionFactory connections, Optional<InVmBroker> own) implements AutoCloseable {
        @Override
        public void close() {
            own.ifPresent(InVmBroker::close);
        }
    }

    @Bean
    Broker broker(HubConfig config) {
        HubConfig.Broker given = config.broker();
        if (given.outside().isEmpty()) {
            InVmBroker own = InVmBroker.start(given.folder());
            return new Broker(own.connectionFactory(), Optional.of(own));
        }
        return new Broker(
                OutsideBroker.connections(
                        given.outside().get(), given.user(), given.password().orElseThrow(), given.trust()),
                Optional.empty());
    }

    /** Those that are the hub's own; it ends before they are stopped. */
    @Bean
    Supervision supervision(Database database, Broker broker, ObjectProvider<HubRoutes> routes) {
        List<Supervised> own = new ArrayList<>();
        database.own().ifPresent(own::add);
        broker.own().ifPresent(own::add);
        return new Supervision(own, server -> {
            if (server instanceof InVmBroker) {
                routes.ifAvailable(HubRoutes::brokerRestarted);
            }
        });
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    JmsPoolConnectionFactory connectionFactory(Broker broker) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(broker.connections());
        pool.setMaxConnections(BROKER_CONNECTIONS);
        return pool;
    }

    @Bean
    HealthIndicator databaseHealth(DataSource database) {
        return () -> {
            try (java.sql.Connection connection = database.getConnection()) {
                return (connection.isValid(CHECK_SECONDS) ? Health.up() : Health.down()).build();
            } catch (java.sql.SQLException e) {
                return Health.down()
                        .withDetail("state", String.valueOf(e.getSQLState()))
                        .build();
            }
        };
    }

    @Bean
    HealthIndicator brokerHealth(ConnectionFactory broker) {
        return () -> {
            try (jakarta.jms.Connection connection = broker.createConnection()) {
                connection.start();
                return Health.up().build();
            } catch (jakarta.jms.JMSException e) {
                return Health.down().build();
            }
        };
    }
}
