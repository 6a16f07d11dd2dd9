package org.emishub.deployment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Faults, seeded bugs and what weaves them cannot be in the jar that is shipped. */
class ShippedJarTest {
    private static final Path SHIPPED = Path.of(System.getProperty("emishub.root"), "deployment/target/hub-exec.jar");

    @Test
    void the_shipped_jar_holds_the_hub_and_nothing_of_the_campaign() throws IOException {
        assumeTrue(Files.exists(SHIPPED), "the hub is not packaged yet: run ./mvnw verify");
        List<String> names = new ArrayList<>();
        try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(SHIPPED))) {
            collect(jar, names);
        }
        assertThat(names).contains("org/emishub/deployment/Hub.class");
        assertThat(names)
                .noneMatch(n -> n.contains("deployment/campaign/"))
                .noneMatch(n -> n.matches(".*/campaign[^/]*\\.jar"))
                .noneMatch(n -> n.matches(".*/byte-buddy-agent[^/]*\\.jar"));
    }

    /** Entries of the jar by name, and of the jars inside it. */
    private static void collect(ZipInputStream jar, List<String> names) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            names.add(entry.getName().replaceFirst("^BOOT-INF/classes/", ""));
            if (entry.getName().endsWith(".jar")) {
                collect(new ZipInputStream(jar), names);
            }
        }
    }
}
