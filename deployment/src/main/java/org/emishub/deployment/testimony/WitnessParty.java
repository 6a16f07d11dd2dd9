package org.emishub.deployment.testimony;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;
import org.emishub.security.witness.AddCheckpoint;
import org.emishub.security.witness.Cosignature;
import org.emishub.security.witness.Cosignatures;

/** A witness over HTTP: C2SP tlog-witness, {@code add-checkpoint}. */
final class WitnessParty implements Party {
    static final Duration CLOCKS = Duration.ofMinutes(5);

    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");
    private static final String SIZE_TYPE = "text/x.tlog.size";
    private static final int CONFLICT = 409;

    private final VerifierKey key;
    private final URI address;
    private final BoundedCall call;
    private final Cosignatures kept;
    private final Consistency ledger;
    private final TestimonyFolder folder;
    private final Clock clock;

    WitnessParty(
            VerifierKey key,
            URI prefix,
            BoundedCall call,
            Cosignatures kept,
            Consistency ledger,
            TestimonyFolder folder,
            Clock clock) {
        this.key = key;
        this.address = URI.create(prefix.toString().replaceFirst("/$", "") + "/add-checkpoint");
        this.call = call;
        this.kept = kept;
        this.ledger = ledger;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "witness";
    }

    @Override
    public String name() {
        return key.name();
    }

    @Override
    public Optional<Vouched> vouched() {
        return kept.newestCosigned(key).flatMap(note -> TreeHead.of(note)
                .flatMap(head -> Cosignature.at(note, key).map(at -> new Vouched(head.size(), at))));
    }

    @Override
    public void ask(NewestNote newest) {
        long believed = vouched().map(Vouched::size).orElse(0L);
        HttpResponse<byte[]> answer = send(newest, believed);
        Optional<Long> held = held(answer);
        if (held.isPresent()) {
            if (held.get() > newest.head().size() && held.get() <= size()) {
                return; // Another node has meanwhile sent a newer one.
            }
            if (held.get() > newest.head().size()) {
                throw fault("WITNESS_AHEAD", "it holds more entries than the ledger has: entries are gone, or it errs");
            }
            answer = send(newest, held.get());
        }
        if (answer.statusCode() != 200) {
            throw refused(answer.statusCode());
        }
        take(newest, answer.body());
    }

    private long size() {
        return kept.newest().flatMap(TreeHead::of).map(TreeHead::size).orElse(0L);
    }

    private HttpResponse<byte[]> send(NewestNote newest, long from) {
        long size = newest.head().size();
        List<byte[]> proof = from == 0 || from == size ? List.of() : ledger.proof(from, size);
        AddCheckpoint request = new AddCheckpoint(from, proof, newest.note());
        return call.send(HttpRequest.newBuilder(address)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(BodyPublishers.ofString(request.toString()))
                .build());
    }

    private static Optional<Long> held(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        String said = new String(answer.body(), UTF_8);
        boolean size = answer.statusCode() == CONFLICT
                && type.equals(SIZE_TYPE)
                && SIZE.matcher(said).matches();
        return size ? Optional.of(Long.parseLong(said.strip())) : Optional.empty();
    }

    private void take(NewestNote newest, byte[] body) {
        SignedNote cosigned = SignedNote.lines(new String(body, UTF_8))
                .map(lines ->
                        newest.note().with(lines.stream().filter(key::names).toList()))
                .orElseThrow(() -> fault("BAD_ANSWER", "it answered with no signature lines"));
        Instant at = Cosignature.at(cosigned, key)
                .orElseThrow(() -> fault("BAD_ANSWER", "its cosignature is not by the key that is configured"));
        if (Duration.between(at, clock.instant()).abs().compareTo(CLOCKS) > 0) {
            throw fault("TIME_OFF", "its time is more than " + CLOCKS + " from ours");
        }
        kept.keep(cosigned, key);
        folder.cosigned(kept.published(newest.note().toString()));
    }

    private static SystemFault refused(int status) {
        return switch (status) {
            case 403 -> fault("KEY_NOT_TRUSTED", "it does not trust this ledger's key");
            case 404 -> fault("LOG_NOT_KNOWN", "it does not witness this ledger");
            case CONFLICT, 422 ->
                fault(
                        "NOT_CONSISTENT",
                        "it cosigned another history of this ledger: keep everything, and find out why");
            default -> fault("HTTP_" + status, "it answered HTTP " + status);
        };
    }

    private static SystemFault fault(String reason, String detail) {
        return new SystemFault(reason, detail, false);
    }
}
