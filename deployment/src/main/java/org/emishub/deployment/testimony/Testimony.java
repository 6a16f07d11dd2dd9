package org.emishub.deployment.testimony;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.emishub.deployment.config.HubConfig;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.routes.system.BoundedCall;
import org.emishub.security.ledger.Ledger.LedgerUnavailable;
import org.emishub.security.note.TreeHead;
import org.emishub.security.stamp.Authorities;
import org.emishub.security.stamp.Stamps;
import org.emishub.security.witness.Cosignatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that vouch for this hub's checkpoints, each asked by a thread of its own. */
public final class Testimony implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Testimony.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int LARGEST = 64 * 1024;

    private final Cosignatures cosignatures;
    private final List<Asking> all = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @throws YamlException when the file of who vouches for the time cannot be used */
    public Testimony(
            HubConfig.Testimony config,
            Cosignatures cosignatures,
            Stamps stamps,
            Consistency ledger,
            TestimonyFolder folder,
            Clock clock) {
        this.cosignatures = cosignatures;
        BoundedCall call = new BoundedCall(client(), WITHIN, LARGEST);
        config.witnesses().forEach(witness -> witness.address()
                .map(address -> new WitnessParty(witness.key(), address, call, cosignatures, ledger, folder, clock))
                .ifPresent(party -> add(party, config.every(), clock)));
        config.stamps()
                .ifPresent(authority -> add(
                        new StampParty(
                                authority.address(),
                                new Authorities(certificates(authority.vouching())),
                                call,
                                stamps,
                                folder,
                                clock),
                        authority.every(),
                        clock));
    }

    private void add(Party party, Duration every, Clock clock) {
        all.add(new Asking(party, every, () -> cosignatures.newest().flatMap(NewestNote::of), clock));
    }

    /** What comes back proves itself; nothing secret goes out. So the machine's own list of authorities is good enough for TLS. */
    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(WITHIN)
                .build();
    }

    private static List<X509Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<X509Certificate> read = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!read.isEmpty()) {
                return List.copyOf(read);
            }
        } catch (IOException | CertificateException e) {
            // falls through: the answer is the same
        }
        throw new YamlException(file.toString(), 0, "it holds no certificates", "Put there in PEM who vouches.");
    }

    /**
     * How far one of them is.
     *
     * @param size of the newest checkpoint that it vouched for
     * @param behind entries that it has not vouched for yet
     * @param pending why its last answer was none; empty while all is well
     */
    public record Progress(
            String kind,
            String name,
            Optional<Long> size,
            Optional<Instant> at,
            long behind,
            Optional<String> pending,
            Optional<Instant> since) {}

    /** How far they are now. */
    public List<Progress> progress() {
        long newest =
                cosignatures.newest().flatMap(TreeHead::of).map(TreeHead::size).orElse(0L);
        return all.stream().map(asking -> progress(asking, newest)).toList();
    }

    private static Progress progress(Asking asking, long newest) {
        Optional<Party.Vouched> vouched = asking.party().vouched();
        return new Progress(
                asking.party().kind(),
                asking.party().name(),
                vouched.map(Party.Vouched::size),
                vouched.map(Party.Vouched::at),
                Math.max(0, newest - vouched.map(Party.Vouched::size).orElse(0L)),
                asking.pending().map(Asking.Pending::reason),
                asking.pending().map(Asking.Pending::since));
    }

    /**
     * Somebody who vouches.
     *
     * @param kind {@code witness} or {@code timestamp}
     */
    public record Who(String kind, String name) {
        private boolean is(Party party) {
            return kind.equals(party.kind()) && name.equals(party.name());
        }
    }

    /** Who is configured. */
    public List<Who> parties() {
        return all.stream()
                .map(asking -> new Who(asking.party().kind(), asking.party().name()))
                .toList();
    }

    /** Whether a party's last answer was none; asks nobody. */
    public boolean pending(Who who) {
        return all.stream()
                .anyMatch(asking -> who.is(asking.party()) && asking.pending().isPresent());
    }

    /** How many entries a party has not vouched for yet; not a number when that cannot be told now. */
    public double behind(Who who) {
        try {
            return progress().stream()
                    .filter(one -> one.kind().equals(who.kind()) && one.name().equals(who.name()))
                    .mapToDouble(one -> (double) one.behind())
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (LedgerUnavailable e) {
            return Double.NaN;
        }
    }

    /** Whether any of a kind is pending; asks nobody. */
    public boolean pending(String kind) {
        return all.stream()
                .anyMatch(asking ->
                        asking.party().kind().equals(kind) && asking.pending().isPresent());
    }

    /** Begins to ask. */
    public void start() {
        for (Asking asking : all) {
            Thread thread = new Thread(
                    () -> run(asking),
                    asking.party().kind() + " " + asking.party().name());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(Asking asking) {
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                look(asking);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Asking asking) {
        try {
            asking.look();
        } catch (RuntimeException e) {
            LOG.error("{} cannot be asked; it is tried again", asking.party().name(), e);
        }
    }

    /** Asks nobody any more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
