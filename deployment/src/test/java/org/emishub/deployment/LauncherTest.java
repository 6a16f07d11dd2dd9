package org.emishub.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on a clone of its own, with a Maven and a Java that only say what they were asked. */
class LauncherTest {
    private static final Path HUB = Path.of(System.getProperty("emishub.root"), "hub");

    @TempDir
    Path folder;

    private record Ran(int exit, String said) {}

    private Ran launch(Path from, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(from.toString());
        builder.command().addAll(List.of(arguments));
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", folder.resolve("java").toString());
        Process process =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private Path cloneWithMaven(String maven) throws Exception {
        Path clone = Files.createDirectories(folder.resolve("a clone"));
        script(clone.resolve("mvnw"), maven);
        Files.copy(HUB, clone.resolve("hub"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(clone.resolve("pom.xml"), "<project/>");
        Files.createDirectories(clone.resolve("deployment/campaign/target"));
        // jarmode extract is asked of Java too: it "unpacks" by making the file.
        script(
                Files.createDirectories(folder.resolve("java/bin")).resolve("java"),
                "case \"$*\" in *jarmode*) for a; do d=$a; done; mkdir -p \"$d/lib\"; echo jar > \"$d/hub.jar\" ;; *) echo \"java $*\" ;; esac");
        return clone.resolve("hub");
    }

    private static void script(Path file, String body) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void builds_on_first_use_and_not_again_and_again_when_a_source_is_newer() throws Exception {
        Path hub = cloneWithMaven("echo BUILT");
        assertThat(launch(hub, "run").said()).contains("BUILT").contains("org.emishub.deployment.Hub run");
        assertThat(launch(hub, "run").said()).doesNotContain("BUILT");
        Path pom = hub.resolveSibling("pom.xml");
        Files.setLastModifiedTime(
                pom,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertThat(launch(hub, "run").said()).contains("BUILT");
    }

    @Test
    void runs_the_campaign_as_a_program_of_its_own_and_builds_again_when_only_its_source_is_newer() throws Exception {
        Path hub = cloneWithMaven("echo BUILT");
        assertThat(launch(hub, "campaign", "--seed", "7").said())
                .contains("BUILT")
                .contains("/deployment/campaign/target/campaign.jar")
                .contains("org.emishub.deployment.campaign.CampaignCommand --seed 7");
        Path source = Files.createDirectories(hub.resolveSibling("deployment/campaign/src/main"))
                .resolve("Fault.java");
        Files.writeString(source, "class Fault {}");
        Files.setLastModifiedTime(
                source,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertThat(launch(hub, "run").said()).doesNotContain("BUILT").doesNotContain("campaign.jar");
        assertThat(launch(hub, "campaign").said()).contains("BUILT");
    }

    @Test
    void works_through_a_link_from_anywhere() throws Exception {
        Path hub = cloneWithMaven("echo BUILT");
        Path link = Files.createSymbolicLink(folder.resolve("linked"), hub);
        assertThat(launch(link, "register").said())
                .contains("-Dhub.home=" + hub.resolveSibling("").toRealPath())
                .contains("org.emishub.deployment.Hub register");
    }

    @Test
    void says_that_the_build_failed_and_exits_with_3() throws Exception {
        Ran ran = launch(cloneWithMaven("exit 1"), "run");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.said()).contains("the build failed");
    }

    @Test
    void says_what_is_wrong_with_java_home() throws Exception {
        Path hub = cloneWithMaven("echo BUILT");
        Files.delete(folder.resolve("java/bin/java"));
        Ran ran = launch(hub, "run");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.said()).contains("JAVA_HOME is").contains("correct JAVA_HOME or unset it");
    }

    @Test
    void runs_the_privacy_campaign_as_the_tests_that_carry_a_volume() throws Exception {
        Path hub = cloneWithMaven("echo \"privacy: asked $*\"");
        Ran all = launch(hub, "campaign", "privacy");
        assertThat(all.exit()).isZero();
        assertThat(all.said()).contains("-Demishub.volume=100").contains("privacy: all of it held");
        assertThat(launch(hub, "campaign", "privacy", "1").said()).contains("-Demishub.volume=1 ");
        assertThat(launch(hub, "campaign", "privacy", "much").exit()).isEqualTo(2);
        script(hub.resolveSibling("mvnw"), "echo 'privacy: 1 over'; echo '[ERROR] it leaks'; exit 1");
        Ran no = launch(hub, "campaign", "privacy");
        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.said()).contains("privacy: 1 over").contains("it leaks");
    }

    @Test
    void believes_a_campaign_whose_last_line_maven_did_not_end() throws Exception {
        Path hub = cloneWithMaven("printf '\\033[0m'");
        assertThat(launch(hub, "campaign", "privacy").exit()).isZero();
    }

    @Test
    void runs_the_tamper_campaign_alone() throws Exception {
        Path hub = cloneWithMaven("echo \"tamper: asked $*\"");
        Ran all = launch(hub, "campaign", "tamper");
        assertThat(all.exit()).isZero();
        assertThat(all.said())
                .contains("-Demishub.volume=100")
                .contains("-Dtest=*Tamper*Test")
                .contains("tamper: all of it held");
        assertThat(launch(hub, "campaign", "tamper", "x").exit()).isEqualTo(2);
        script(
                hub.resolveSibling("mvnw"),
                "printf 'A library says so.tamper: 9 of 9\\n'; echo '[INFO] a ledger: beside it'");
        assertThat(launch(hub, "campaign", "tamper").said())
                .contains("tamper: 9 of 9\n")
                .doesNotContain("a ledger");
    }
}
