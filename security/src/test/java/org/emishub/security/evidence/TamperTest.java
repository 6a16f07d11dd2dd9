package org.emishub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.emishub.security.evidence.Python.Ran;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that is altered in packs, side records and tiles gets past an auditor who holds one older checkpoint. */
@Tag("volume")
class TamperTest {
    private static final int PERCENT = Integer.getInteger("emishub.volume", 1);
    private static final int WHOLE_RUNS = Math.max(4, 2 * PERCENT);

    @TempDir
    Path folder;

    @Test
    void every_alteration_of_packs_sides_and_tiles_is_caught() throws Exception {
        Ran ran = new Python(folder)
                .run(List.of("tamper.py", "verify.py", Integer.toString(PERCENT), Integer.toString(WHOLE_RUNS)));
        assertThat(ran.err()).isEmpty();
        JsonNode found = JsonMapper.shared().readTree(ran.out());
        JsonNode counts = found.path("counts");

        System.out.printf(
                "tamper: packs, sides and tiles: %d alterations, %d caught, %d by whole runs of the verifier, %.0f s, %s%n",
                found.path("mutations").asInt(),
                found.path("caught").asInt(),
                counts.path("whole runs").asInt(),
                found.path("seconds").asDouble(),
                counts);
        assertThat(found.path("missed")).isEmpty();
        assertThat(found.path("mutations").asInt()).isEqualTo(90 * PERCENT);
        assertThat(found.path("caught").asInt()).isEqualTo(90 * PERCENT);
        assertThat(counts.path("whole runs").asInt()).isGreaterThanOrEqualTo(2 * PERCENT);
    }

    @Test
    void a_million_entries_are_checked_in_a_minute_and_a_proof_in_50_milliseconds() throws Exception {
        Ran ran = new Python(folder).run(List.of("volume.py", "verify.py", Integer.toString(10_000 * PERCENT)));
        assertThat(ran.err()).isEmpty();
        JsonNode found = JsonMapper.shared().readTree(ran.out());

        System.out.printf(
                "tamper: the verifier over %d entries: %.1f s; one proof of %d hashes: %.1f ms (most %.1f ms)%n",
                found.path("entries").asInt(),
                found.path("seconds").asDouble(),
                found.path("hashes").asInt(),
                found.path("proofMillis").asDouble(),
                found.path("proofMillisMost").asDouble());
        assertThat(found.path("exit").asInt(-1)).isZero();
        assertThat(found.path("hashes").asInt()).isLessThanOrEqualTo(24);
        assertThat(found.path("seconds").asDouble()).isLessThan(60);
    }
}
