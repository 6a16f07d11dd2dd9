package org.emishub.deployment.config;

import java.util.Locale;
import java.util.Optional;

/** Everything that can be set; what is not here stops the start. */
enum Key {
    MODE("mode", "sandbox"),
    NAME("name", "hub/exchange"),
    DATA("data", "sandbox-data"),
    AGREEMENTS("agreements", "routes/agreements"),
    MEMBERS("members", ""),
    ANOMALIES("anomalies", ""),
    KEYS_FOLDER("keys.folder", ""),
    KEYS_PASSWORD("keys.password", ""),
    PSEUDONYMS_EPOCHS("pseudonyms.epochs", "1 from 2026-01-01"),
    PSEUDONYMS_TOKEN("pseudonyms.token", ""),
    PSEUDONYMS_PIN("pseudonyms.pin", ""),
    DOORS_HOST("doors.host", "127.0.0.1"),
    DOORS_HTTP("doors.http", "8080"),
    DOORS_HTTPS("doors.https", "8443"),
    DOORS_MANAGEMENT("doors.management", "8081"),
    VAULT_FOLDER("vault.folder", ""),
    DATABASE_URL("database.url", ""),
    DATABASE_USER("database.user", "hub"),
    DATABASE_PASSWORD("database.password", ""),
    BROKER_URL("broker.url", ""),
    BROKER_USER("broker.user", "hub"),
    BROKER_PASSWORD("broker.password", ""),
    BROKER_TRUST("broker.trust", ""),
    BROKER_LISTEN("broker.listen", "127.0.0.1:61617"),
    BROKER_FOLDER("broker.folder", ""),
    LIMITS_DISK("limits.disk", "85"),
    LIMITS_QUEUE("limits.queue", "100000"),
    LIMITS_NO_DATA_AFTER("limits.no-data-after", "250ms"),
    DELIVERY_ATTEMPTS("delivery.attempts", "8"),
    DELIVERY_FIRST_DELAY("delivery.first-delay", "5s"),
    DELIVERY_LONGEST_DELAY("delivery.longest-delay", "10m"),
    DELIVERY_LEASE("delivery.lease", "2m"),
    DELIVERY_KEEP("delivery.keep", "24h"),
    DELIVERY_CONSUMERS("delivery.consumers", "8"),
    DELIVERY_WINDOW("delivery.window", "256"),
    CONSENT_SERVICE("consent.service", ""),
    CONSENT_FROM("consent.from", ""),
    OFFICER_SPOOL("officer.spool", ""),
    AUDIT_REPOSITORY("audit.repository", ""),
    AUDIT_SYSLOG("audit.syslog", ""),
    AUDIT_FORMAT("audit.format", "dicom"),
    AUDIT_PEOPLE("audit.people", "commitments"),
    AUDIT_TRUST("audit.trust", ""),
    USAGE_FROM("usage.from", ""),
    USAGE_MAJORITY("usage.majority", "18"),
    USAGE_TIME_ZONE("usage.time-zone", "UTC"),
    WITNESS_COSIGNERS("witness.cosigners", ""),
    WITNESS_EVERY("witness.every", "1m"),
    TIMESTAMPS_URL("timestamps.url", ""),
    TIMESTAMPS_CA("timestamps.ca", ""),
    TIMESTAMPS_EVERY("timestamps.every", "10m"),
    SIMULATORS_EMIS("simulators.emis", "8101"),
    SIMULATORS_HEALTH("simulators.health", "8102"),
    SIMULATORS_REGISTRY("simulators.registry", "8103"),
    SIMULATORS_STATISTICS("simulators.statistics", "8104"),
    SIMULATORS_MIS("simulators.mis", "8105"),
    SIMULATORS_CHILDREN("simulators.children", "5000"),
    SIMULATORS_SEED("simulators.seed", "20261121");

    private final String path;
    private final String fallback;

    Key(String path, String fallback) {
        this.path = path;
        this.fallback = fallback;
    }

    /** How {@code hub.yaml} spells it, groups joined by dots. */
    String path() {
        return path;
    }

    /** What holds when it is not given; empty when nothing does. */
    String fallback() {
        return fallback;
    }

    /** How the environment spells it: {@code HUB_DOORS_HTTP} for {@code doors.http}. */
    String variable() {
        return "HUB_" + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    static Optional<Key> ofPath(String path) {
        for (Key key : values()) {
            if (key.path.equals(path)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
