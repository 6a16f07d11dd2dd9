package org.emishub.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.emishub.deployment.config.AgreementFolder;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agreements as their folder says now: read again when a file changes, the whole or nothing, and a bad file never replaces a good one. */
final class AgreementsInForce implements Supplier<Agreements> {
    private static final Logger LOG = LoggerFactory.getLogger(AgreementsInForce.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final AgreementFolder folder;
    private final InstantSource clock;
    private final Consumer<Agreements> before;
    private volatile Agreements agreements;
    private Map<String, String> files;
    private volatile Instant looked;
    /** Tried, never waited for: who reads anew waits for the ledger, whose thread may be asking here at that moment. */
    private final ReentrantLock looking = new ReentrantLock();

    /**
     * Reads the folder.
     *
     * @param before is told of all agreements before they come into force, now and whenever one of them has changed; if it fails they do not
     * @throws YamlException when a file cannot be used
     */
    AgreementsInForce(AgreementFolder folder, InstantSource clock, Consumer<Agreements> before) {
        this.folder = folder;
        this.clock = clock;
        this.before = before;
        this.files = files();
        this.agreements = folder.load();
        before.accept(agreements);
        this.looked = clock.instant();
        agreements.warnings(looked).forEach(LOG::warn);
    }

    @Override
    public Agreements get() {
        Instant now = clock.instant();
        if (due(now) && looking.tryLock()) {
            try {
                if (due(now)) {
                    looked = now;
                    look(now);
                }
            } finally {
                looking.unlock();
            }
        }
        return agreements;
    }

    /** A clock that was set back must not put it off. */
    private boolean due(Instant now) {
        return Duration.between(looked, now).abs().compareTo(LOOK) >= 0;
    }

    private void look(Instant now) {
        Map<String, String> found = files();
        if (found.equals(files)) {
            return;
        }
        try {
            replace(folder.load(), now);
            files = found;
        } catch (YamlException | UncheckedIOException e) {
            files = found;
            LOG.error("the agreements stay as they were: {}", e.getMessage());
        } catch (LedgerUnavailable e) {
            LOG.warn("the agreements stay as they were until their change can be entered");
        }
    }

    private void replace(Agreements next, Instant now) {
        Agreements old = agreements;
        before.accept(next);
        agreements = next;
        next.all().stream()
                .filter(agreement -> old.text(agreement).isEmpty())
                .forEach(agreement ->
                        LOG.info("agreement {} version {} is in force", agreement.id(), agreement.version()));
        next.warnings(now).forEach(LOG::warn);
    }

    private static boolean counts(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".p7s");
    }

    /** Name to size and time of last change: enough to see that somebody saved. */
    private Map<String, String> files() {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder.path())) {
            for (Path file : list.filter(AgreementsInForce::counts).toList()) {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                found.put(String.valueOf(file.getFileName()), facts.size() + " " + facts.lastModifiedTime());
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            // A file that went while we looked, or the whole folder: reading it will say so.
            return Map.of();
        }
    }
}
