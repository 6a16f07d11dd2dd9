package org.emishub.deployment.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.emishub.deployment.campaign.fault.FlipBits;
import org.emishub.deployment.campaign.load.Parties;
import org.emishub.deployment.campaign.machine.Database;
import org.emishub.deployment.campaign.machine.Java;
import org.emishub.deployment.campaign.machine.Shell;
import org.emishub.deployment.campaign.machine.Supervised;

/** The ledger's table with other bits than were written, in a copy of the database: whoever verifies it has to notice. */
final class Flipped {
    private static final String LEDGER = "ledger_entry";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FLIPS = 3;

    private Flipped() {}

    /**
     * Findings: that the ledger as it is does not verify, or that a changed one does.
     *
     * @param schema of the site's database that holds the ledger
     */
    static List<String> check(Site site, String schema, long seed)
            throws IOException, SQLException, InterruptedException {
        List<String> findings = new ArrayList<>();
        if (verified(site, site.database, schema) != 0) {
            findings.add("the ledger as it is does not verify: see " + site.layout.log("ledger-verify"));
        }
        Path table = Path.of(relation(site.database, schema));
        Supervised original = site.process(Site.DATABASE);
        original.down();
        Database copy = new Database(site.layout.outside().resolveSibling("copy"), site.database.port());
        Shell.run("cp", "-a", site.database.folder().toString(), copy.folder().toString());
        // The original's name for its folder is not the copy's.
        Path options = copy.cluster().resolve("postmaster.opts");
        Files.writeString(
                options,
                Files.readString(options)
                        .replace(
                                site.database.cluster().toString(),
                                copy.cluster().toString()));
        Files.deleteIfExists(copy.cluster().resolve("postmaster.pid"));
        FlipBits.flip(List.of(copy.cluster().resolve(table)), FLIPS, new Random(seed));
        try (Supervised changed = new Supervised(copy.program(site.layout.log("database-copy")), copy::accepts)) {
            changed.up();
            if (changed.awaitAccepting(PATIENCE) && verified(site, copy, schema) == 0) {
                findings.add("a ledger with " + FLIPS + " changed bits verifies");
            }
        } finally {
            Shell.succeeds("rm", "-rf", copy.folder().toString());
            original.up();
            original.awaitAccepting(PATIENCE);
        }
        return findings;
    }

    private static String relation(Database database, String schema) throws SQLException {
        try (var connection = database.connect(schema);
                var statement = connection.createStatement();
                // Whatever is still only in memory is written, so that the file holds what is verified.
                var none = statement.executeQuery("select pg_relation_filepath('" + LEDGER + "')")) {
            none.next();
            String path = none.getString(1);
            try (var checkpoint = connection.createStatement()) {
                checkpoint.execute("checkpoint");
            }
            return path;
        }
    }

    /** What {@code ./hub ledger verify} ends with. */
    private static int verified(Site site, Database database, String schema) throws IOException, InterruptedException {
        Path configuration = site.parties.configure(new Parties.Node(
                "auditor",
                Files.createDirectories(site.layout.outside().resolve("auditor")),
                1,
                1,
                1,
                Optional.of(new Parties.Server(database.url(schema), database.user(), database.passwordFile())),
                Optional.empty(),
                Map.of("vault.folder", site.layout.vault().toString())));
        Process process = new ProcessBuilder(
                        Java.hub(List.of(), "ledger", "verify", "--config", configuration.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        site.layout.log("ledger-verify").toFile()))
                .start();
        return process.waitFor();
    }
}
