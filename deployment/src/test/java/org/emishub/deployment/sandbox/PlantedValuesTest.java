package org.emishub.deployment.sandbox;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.deployment.FreePorts;
import org.emishub.deployment.Seeded;
import org.emishub.deployment.config.HubConfig;
import org.emishub.deployment.country.SyntheticCountry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand values go through a running hub; afterwards every byte of its data folder is looked at: database with its write-ahead log, broker's journal, keys,
 * checkpoints, and what the process printed.
 */
class PlantedValuesTest {
    private static final String CHILDREN = "1000";
    private static final int LEAST_BYTES = 30_000_000;

    @Test
    void none_of_a_thousand_planted_values_lies_in_clear(@TempDir Path data) throws Exception {
        Seen seen = seenAfterADay(data);
        assertThat(seen.values()).hasSize(Planted.VALUES);
        assertThat(seen.atWork().bytes()).isGreaterThan(LEAST_BYTES);
        assertThat(seen.atWork().found()).isEmpty();
        assertThat(seen.stopped().found()).isEmpty();
    }

    @Test
    void the_same_scan_finds_them_when_encryption_is_switched_off(@TempDir Path data) throws Exception {
        NoEncryptionAtRest off = NoEncryptionAtRest.begin();
        Seen seen;
        try {
            seen = seenAfterADay(Seeded.data(data));
        } finally {
            off.end();
        }
        Set<String> found = seen.stopped().found().keySet();
        List<String> told = Planted.told(country(data));
        assertThat(told).hasSizeGreaterThan(700);
        assertThat(told.stream().filter(value -> !found.contains(value)))
                .as("told to the hub and not found")
                .isEmpty();
    }

    @Test
    void the_scan_finds_a_value_in_a_plain_file_in_every_form(@TempDir Path folder) throws IOException {
        List<String> values = Planted.values(country(folder));
        String value = values.get(7);
        String name = values.stream()
                .filter(v -> v.codePoints().anyMatch(c -> c > 0x400))
                .findFirst()
                .orElseThrow();
        Files.write(folder.resolve("a"), ("x" + value + "y").getBytes(UTF_8));
        Files.write(Files.createDirectories(folder.resolve("deep")).resolve("b"), name.getBytes(UTF_16LE));
        Needles.Found found = new Needles(values).in(folder);
        assertThat(found.found()).containsOnlyKeys(value, name);
        assertThat(found.files()).isEqualTo(2);
    }

    private record Seen(List<String> values, Needles.Found atWork, Needles.Found stopped) {}

    private static HubConfig config(Path data, Map<String, String> ports) {
        ports.put("HUB_DATA", data.toString());
        ports.put("HUB_SIMULATORS_CHILDREN", CHILDREN);
        return HubConfig.read(Optional.empty(), Path.of(System.getProperty("emishub.root")), ports);
    }

    private static SyntheticCountry country(Path data) throws IOException {
        return Sandbox.country(config(data, FreePorts.asSettings()));
    }

    private static Seen seenAfterADay(Path data) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        HubConfig config = config(data, FreePorts.asSettings());
        List<String> values = Planted.values(Sandbox.country(config));
        Needles needles = new Needles(values);
        long begun = System.nanoTime();
        int sent;
        Needles.Found atWork;
        try (OutputStream printed = Files.newOutputStream(data.resolve("printed.log"));
                PrintStream captured = new PrintStream(printed, true, UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            try (Sandbox sandbox = Sandbox.start(config)) {
                sent = Busy.day(sandbox);
                atWork = needles.in(data);
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        long scanned = System.nanoTime();
        Needles.Found stopped = needles.in(data);
        long end = System.nanoTime();
        System.out.printf(
                "planted: %d values, %d messages; at work %d files %d bytes, stopped %d files %d bytes (scanned in %d ms); found %d and %d; %d s%n",
                values.size(),
                sent,
                atWork.files(),
                atWork.bytes(),
                stopped.files(),
                stopped.bytes(),
                (end - scanned) / 1_000_000,
                atWork.found().size(),
                stopped.found().size(),
                (end - begun) / 1_000_000_000);
        return new Seen(values, atWork, stopped);
    }
}
