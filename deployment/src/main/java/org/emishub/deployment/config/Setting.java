package org.emishub.deployment.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.member.SystemId;
import org.emishub.security.note.VerifierKey;

/**
 * One value that was given (or the default), and where.
 *
 * @param file the file, or {@code environment variable HUB_...}
 * @param line 1-based; 0 outside a file
 */
record Setting(String path, String text, String file, int line) {
    private static final int MAX_PORT = 65_535;
    private static final String TCP = "tcp://";
    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");
    private static final Pattern EPOCH =
            Pattern.compile("([a-z0-9.-]{1,20}) from ([0-9-]{10})(?: until ([0-9-]{10}))?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|[smh])");

    YamlException error(String problem, String hint) {
        return new YamlException(file, line, path + ": " + problem, hint);
    }

    int port() {
        return whole(1, MAX_PORT);
    }

    int whole(int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through: the answer is the same
        }
        throw error("'" + text + "' is not usable here", "Write a whole number from " + least + " to " + most + ".");
    }

    /** A duration as {@code 250ms}, {@code 5s}, {@code 10m} or {@code 24h}. */
    Duration duration(Duration least, Duration most) {
        Matcher written = DURATION.matcher(text);
        if (written.matches()) {
            Duration value = written.group(2).equals("ms")
                    ? Duration.ofMillis(Long.parseLong(written.group(1)))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        }
        throw error(
                "'" + text + "' is not usable here",
                "Write a duration such as 5s, 10m or 24h, from " + words(least) + " to " + words(most) + ".");
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    ZoneId zone() {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw error("'" + text + "' is no time zone", "Write one of the IANA's, such as Asia/Dushanbe.");
        }
    }

    SystemId system() {
        try {
            return SystemId.of(text);
        } catch (IllegalArgumentException e) {
            throw error("'" + text + "' is not a system's name", "Write organisation/system, from a-z, 0-9 and '-'.");
        }
    }

    /** Systems' names, separated by commas. */
    Set<SystemId> systems() {
        Set<SystemId> systems = new LinkedHashSet<>();
        for (String name : text.split(",", -1)) {
            systems.add(new Setting(path, name.strip(), file, line).system());
        }
        return systems;
    }

    /** Where a service answers: over TLS; in a sandbox on this machine. */
    URI service(Mode mode) {
        try {
            URI address = new URI(text);
            boolean here = mode == Mode.SANDBOX && Loopback.names(text);
            boolean fits = "https".equals(address.getScheme()) || (here && "http".equals(address.getScheme()));
            if (fits && address.getHost() != null && (here || mode == Mode.PRODUCTION)) {
                return address;
            }
        } catch (URISyntaxException e) {
            // falls through: the answer is the same
        }
        throw error("'" + text + "' is not a service to ask", "Write https://host/path; in a sandbox on 127.0.0.1.");
    }

    /** Where one answers whose answers prove themselves, so that the way to it need not: over HTTP, too; in a sandbox on this machine. */
    URI outside(Mode mode) {
        return outside(mode, text);
    }

    private URI outside(Mode mode, String written) {
        try {
            URI address = new URI(written);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (http && address.getHost() != null && (mode == Mode.PRODUCTION || Loopback.names(written))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // falls through: the answer is the same
        }
        throw error("'" + written + "' cannot be asked", "Write http(s)://host/path; in a sandbox on 127.0.0.1.");
    }

    /** Witnesses as {@code witness.example/w1+0a1b2c3d+BKey= at https://witness.example/}, without {@code at} where they are reached by files; separated by commas. */
    List<HubConfig.NamedWitness> witnesses(Mode mode) {
        return Arrays.stream(text.split(","))
                .map(one -> witness(mode, one.strip()))
                .toList();
    }

    private HubConfig.NamedWitness witness(Mode mode, String one) {
        String[] parts = one.split(" at ", 2);
        try {
            VerifierKey key = VerifierKey.read(parts[0].strip());
            if (key.type() == VerifierKey.COSIGNATURE) {
                return new HubConfig.NamedWitness(
                        key, parts.length == 1 ? Optional.empty() : Optional.of(outside(mode, parts[1].strip())));
            }
        } catch (IllegalArgumentException e) {
            // falls through: the answer is the same
        }
        throw error(
                "'" + one + "' is not a witness",
                "Write its verifier key as 'hub witness show' prints it, then ' at ' and its address.");
    }

    /** {@code tcp://host:port}. */
    InetSocketAddress tcp() {
        if (!text.startsWith(TCP)) {
            throw error("'" + text + "' is not usable here", "Write tcp://host:port.");
        }
        return address(text.substring(TCP.length()));
    }

    /** {@code host:port}. */
    InetSocketAddress address() {
        return address(text);
    }

    private InetSocketAddress address(String hostAndPort) {
        Matcher parts = HOST_AND_PORT.matcher(hostAndPort);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > MAX_PORT) {
            throw error("'" + text + "' is not an address", "Write host and port, as in 127.0.0.1:61617.");
        }
        // Looked up when it is connected to: a name may move to another machine.
        return InetSocketAddress.createUnresolved(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    /** Epochs as {@code 1 from 2026-01-01 until 2027-12-31, 2 from 2027-09-01}. */
    List<HubConfig.Epoch> epochs() {
        return Arrays.stream(text.split(",")).map(one -> epoch(one.strip())).toList();
    }

    private HubConfig.Epoch epoch(String one) {
        Matcher written = EPOCH.matcher(one);
        try {
            if (written.matches()) {
                return new HubConfig.Epoch(
                        written.group(1),
                        LocalDate.parse(written.group(2)),
                        Optional.ofNullable(written.group(3)).map(LocalDate::parse));
            }
        } catch (DateTimeParseException e) {
            // falls through: the answer is the same
        }
        throw error(
                "'" + one + "' is not an epoch of pseudonyms",
                "Write 1 from 2026-01-01, or 1 from 2026-01-01 until 2027-12-31, 2 from 2027-09-01.");
    }

    Mode mode() {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw error("'" + text + "' is not a mode", "Write sandbox or production.");
    }

    /** One of some words, written in lower case. */
    <T extends Enum<T>> T oneOf(T[] values) {
        for (T value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        String words = Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.joining(", "));
        throw error("'" + text + "' is not usable here", "Write one of: " + words + ".");
    }

    /** A path; a relative one counts from {@code base}. */
    Path under(Path base) {
        return base.resolve(text).toAbsolutePath().normalize();
    }

    Optional<Setting> given() {
        return text.isEmpty() ? Optional.empty() : Optional.of(this);
    }
}
