package org.emishub.deployment.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.emishub.routes.audit.People;
import org.emishub.security.usage.Majority;

/** Turns settings into a configuration, refusing what a sandbox may not have. */
final class Reading {
    private static final int MOST_CHILDREN = 10_000_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Settings settings;
    private final Path base;
    private final Map<String, String> environment;

    Reading(Settings settings, Path base, Map<String, String> environment) {
        this.settings = settings;
        this.base = base;
        this.environment = environment;
    }

    HubConfig config() {
        Mode mode = settings.get(Key.MODE).mode();
        if (mode == Mode.SANDBOX) {
            Stream.of(Key.DOORS_HOST, Key.DATABASE_URL, Key.BROKER_URL, Key.BROKER_LISTEN, Key.AUDIT_SYSLOG)
                    .flatMap(key -> settings.get(key).given().stream())
                    .forEach(Reading::refuseOutside);
        }
        Path data = settings.get(Key.DATA).under(base);
        return new HubConfig(
                mode,
                settings.get(Key.NAME).system(),
                data,
                settings.get(Key.AGREEMENTS).under(base),
                folder(Key.MEMBERS, data.resolve("members")),
                keys(data),
                doors(),
                server(Key.DATABASE_URL, Key.DATABASE_USER, Key.DATABASE_PASSWORD),
                folder(Key.VAULT_FOLDER, data.resolve("child-keys")),
                broker(data),
                new HubConfig.Limits(
                        settings.get(Key.LIMITS_DISK).whole(1, 100),
                        settings.get(Key.LIMITS_QUEUE).whole(1, Integer.MAX_VALUE)),
                delivery(),
                privacy(mode, data),
                simulators(),
                anomalies(),
                audit(mode, data),
                testimony(mode));
    }

    /** Beside the agreements, where a hub may do without; one that is named has to be there. */
    private Path anomalies() {
        Optional<Setting> named = settings.get(Key.ANOMALIES).given();
        named.filter(setting -> !Files.exists(setting.under(base))).ifPresent(setting -> {
            throw setting.error("there is no such file", "Name the file of rules, or leave the setting out.");
        });
        return named.map(setting -> setting.under(base))
                .orElseGet(() -> settings.get(Key.AGREEMENTS).under(base).resolveSibling("anomalies.yaml"));
    }

    private static void refuseOutside(Setting setting) {
        if (!Loopback.names(setting.text())) {
            throw setting.error("a sandbox stays on this machine", "Use 127.0.0.1, or set mode: production.");
        }
    }

    private Path folder(Key key, Path otherwise) {
        return settings.get(key).given().map(s -> s.under(base)).orElse(otherwise);
    }

    private HubConfig.Keys keys(Path data) {
        return new HubConfig.Keys(
                folder(Key.KEYS_FOLDER, data.resolve("keys")),
                settings.get(Key.KEYS_PASSWORD).given().map(s -> Secret.of(s, base, environment)),
                pseudonyms());
    }

    private HubConfig.Pseudonyms pseudonyms() {
        Optional<Setting> token = settings.get(Key.PSEUDONYMS_TOKEN).given();
        return new HubConfig.Pseudonyms(
                settings.get(Key.PSEUDONYMS_EPOCHS).epochs(),
                token.map(s -> s.under(base)),
                token.map(s -> Secret.of(settings.get(Key.PSEUDONYMS_PIN), base, environment)));
    }

    private HubConfig.Doors doors() {
        return new HubConfig.Doors(
                settings.get(Key.DOORS_HOST).text(),
                settings.get(Key.DOORS_HTTP).port(),
                settings.get(Key.DOORS_HTTPS).port(),
                settings.get(Key.DOORS_MANAGEMENT).port());
    }

    private Optional<HubConfig.Server> server(Key url, Key user, Key password) {
        return settings.get(url)
                .given()
                .map(given -> new HubConfig.Server(
                        given.text(), settings.get(user).text(), Secret.of(settings.get(password), base, environment)));
    }

    private org.emishub.routes.Settings delivery() {
        return new org.emishub.routes.Settings(
                settings.get(Key.DELIVERY_CONSUMERS).whole(1, 64),
                settings.get(Key.DELIVERY_WINDOW).whole(1, 10_000),
                settings.get(Key.DELIVERY_ATTEMPTS).whole(1, 100),
                settings.get(Key.DELIVERY_FIRST_DELAY).duration(SECOND, HOUR),
                settings.get(Key.DELIVERY_LONGEST_DELAY).duration(SECOND, HOUR),
                settings.get(Key.DELIVERY_LEASE).duration(Duration.ofSeconds(10), HOUR),
                org.emishub.routes.Settings.DEFAULT.poll(),
                settings.get(Key.DELIVERY_KEEP).duration(SECOND, Duration.ofHours(24)),
                org.emishub.routes.Settings.DEFAULT.providerTimeout(),
                settings.get(Key.LIMITS_NO_DATA_AFTER).duration(Duration.ofMillis(1), HOUR));
    }

    /** Its password is asked for where an outside one is; {@code hub broker} asks for it itself. */
    private HubConfig.Broker broker(Path data) {
        Setting password = settings.get(Key.BROKER_PASSWORD);
        Optional<Setting> outside = settings.get(Key.BROKER_URL).given();
        return new HubConfig.Broker(
                outside.map(Setting::tcp),
                settings.get(Key.BROKER_USER).text(),
                outside.or(password::given).map(needed -> Secret.of(password, base, environment)),
                folder(
                        Key.BROKER_TRUST,
                        folder(Key.MEMBERS, data.resolve("members")).resolve("ca.pem")),
                folder(Key.BROKER_FOLDER, data.resolve("broker")),
                settings.get(Key.BROKER_LISTEN).address());
    }

    private HubConfig.Privacy privacy(Mode mode, Path data) {
        Optional<Setting> service = settings.get(Key.CONSENT_SERVICE).given();
        return new HubConfig.Privacy(
                service.map(given -> given.service(mode)),
                settings.get(Key.CONSENT_FROM).given().map(Setting::systems).orElse(Set.of()),
                folder(Key.OFFICER_SPOOL, data.resolve("privacy-officer")),
                settings.get(Key.USAGE_FROM).given().map(Setting::systems).orElse(Set.of()),
                new Majority(
                        settings.get(Key.USAGE_MAJORITY).whole(14, 25),
                        settings.get(Key.USAGE_TIME_ZONE).zone()));
    }

    private HubConfig.Audit audit(Mode mode, Path data) {
        return new HubConfig.Audit(
                settings.get(Key.AUDIT_REPOSITORY).given().map(given -> given.service(mode)),
                settings.get(Key.AUDIT_SYSLOG).given().map(Setting::address),
                settings.get(Key.AUDIT_FORMAT).oneOf(HubConfig.AuditFormat.values()),
                settings.get(Key.AUDIT_PEOPLE).oneOf(People.values()),
                folder(
                        Key.AUDIT_TRUST,
                        folder(Key.MEMBERS, data.resolve("members")).resolve("ca.pem")));
    }

    private HubConfig.Testimony testimony(Mode mode) {
        Duration most = Duration.ofHours(24);
        return new HubConfig.Testimony(
                settings.get(Key.WITNESS_COSIGNERS)
                        .given()
                        .map(given -> given.witnesses(mode))
                        .orElse(List.of()),
                settings.get(Key.WITNESS_EVERY).duration(SECOND, most),
                settings.get(Key.TIMESTAMPS_URL).given().map(given -> authority(mode, given, most)));
    }

    private HubConfig.Authority authority(Mode mode, Setting address, Duration most) {
        Setting vouching = settings.get(Key.TIMESTAMPS_CA)
                .given()
                .filter(setting -> Files.exists(setting.under(base)))
                .orElseThrow(() -> settings.get(Key.TIMESTAMPS_CA)
                        .error(
                                "there is no such file",
                                "Name the PEM of who vouches for the authority's certificate."));
        return new HubConfig.Authority(
                address.outside(mode),
                vouching.under(base),
                settings.get(Key.TIMESTAMPS_EVERY).duration(SECOND, most));
    }

    private HubConfig.Simulators simulators() {
        return new HubConfig.Simulators(
                settings.get(Key.SIMULATORS_EMIS).port(),
                settings.get(Key.SIMULATORS_HEALTH).port(),
                settings.get(Key.SIMULATORS_REGISTRY).port(),
                settings.get(Key.SIMULATORS_STATISTICS).port(),
                settings.get(Key.SIMULATORS_MIS).port(),
                settings.get(Key.SIMULATORS_CHILDREN).whole(1, MOST_CHILDREN),
                settings.get(Key.SIMULATORS_SEED).whole(0, Integer.MAX_VALUE));
    }
}
