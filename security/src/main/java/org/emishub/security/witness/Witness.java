package org.emishub.security.witness;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emishub.security.hash.Sha256;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.note.VerifierKey;

/**
 * Cosigns a checkpoint that continues the one it holds, and no other: two histories of one log never both get its signature.
 *
 * <p>C2SP tlog-witness, {@code add-checkpoint}; what it holds is durable before it answers, and requests for it are decided one after another.
 */
public final class Witness {
    private static final String UNPROVEN = "the proof does not show that this continues what was cosigned";

    private final KeptCheckpoints kept;
    private final Cosigner cosigner;
    private final List<VerifierKey> logs;
    private final InstantSource clock;

    /** @param logs whom to believe; a key speaks for the origin that it is named after */
    public Witness(KeptCheckpoints kept, Cosigner cosigner, List<VerifierKey> logs, InstantSource clock) {
        this.kept = kept;
        this.cosigner = cosigner;
        this.logs = List.copyOf(logs);
        this.clock = clock;
    }

    /**
     * What is answered.
     *
     * @param status of HTTP: 200, 400, 403, 404, 409 or 422
     * @param type of the body
     * @param body signature lines with 200, else why not; the size held where that is why not
     */
    public record Answer(int status, String type, String body) {
        private static final String TEXT = "text/plain; charset=utf-8";
        private static final String SIZE = "text/x.tlog.size";

        static Answer no(int status, String why) {
            return new Answer(status, TEXT, why + "\n");
        }

        static Answer holds(long size) {
            return new Answer(409, SIZE, size + "\n");
        }
    }

    /** Decides about one request's body. */
    public Answer add(byte[] body) {
        Optional<AddCheckpoint> asked = AddCheckpoint.read(body);
        Optional<TreeHead> head = asked.flatMap(request -> TreeHead.of(request.note()));
        return head.isEmpty() ? Answer.no(400, "this is no add-checkpoint request") : add(asked.get(), head.get());
    }

    private Answer add(AddCheckpoint asked, TreeHead head) {
        List<VerifierKey> keys =
                logs.stream().filter(key -> key.name().equals(head.origin())).toList();
        if (keys.isEmpty()) {
            return Answer.no(404, "this log is not witnessed here");
        }
        // A line that names a trusted key and is false spoils the note, whoever else signed it.
        boolean signed = keys.stream().anyMatch(key -> key.signed(asked.note()));
        boolean spoilt = asked.note().lines().stream()
                .flatMap(line -> keys.stream().filter(key -> key.names(line)))
                .anyMatch(key -> !key.signed(asked.note()));
        if (!signed || spoilt) {
            return Answer.no(403, "not signed by a key that is trusted for this log");
        }
        if (asked.oldSize() > head.size()) {
            return Answer.no(400, "the old size is larger than the checkpoint's");
        }
        return kept.alone(() -> decide(asked, head, keys));
    }

    private Answer decide(AddCheckpoint asked, TreeHead head, List<VerifierKey> keys) {
        Optional<TreeHead> held = kept.newest(head.origin()).flatMap(TreeHead::of);
        long size = held.map(TreeHead::size).orElse(0L);
        if (asked.oldSize() != size) {
            return Answer.holds(size);
        }
        SignedNote byLog = byLog(asked.note(), keys);
        if (held.isPresent() && head.size() == size) {
            return again(held.get(), asked, head, byLog);
        }
        boolean continues = size == 0
                ? asked.proof().isEmpty() && isPossible(head)
                : Comparison.begins(held.orElseThrow(), head, asked.proof());
        if (!continues) {
            held.ifPresent(known -> kept.unproven(head.origin(), new AddCheckpoint(size, List.of(), byLog)));
            return Answer.no(422, UNPROVEN);
        }
        SignedNote.Line line = cosigner.cosign(asked.note());
        kept.keep(head.origin(), byLog.with(List.of(line)), clock.instant());
        return new Answer(200, Answer.TEXT, line.toString());
    }

    /** Whether a tree without entries has the root that such a tree has, and one with entries any. */
    private static boolean isPossible(TreeHead head) {
        return head.size() > 0 || Arrays.equals(head.root(), Sha256.of());
    }

    /** Of the size that is held already. What is held is not kept again, for anybody may send it, as often as he likes; the time is that of now. */
    private Answer again(TreeHead held, AddCheckpoint asked, TreeHead head, SignedNote byLog) {
        if (!held.equalTo(head)) {
            kept.refused(head.origin(), new AddCheckpoint(held.size(), List.of(), byLog));
            return Answer.no(409, "another tree of this size was cosigned");
        }
        return asked.proof().isEmpty()
                ? new Answer(200, Answer.TEXT, cosigner.cosign(asked.note()).toString())
                : Answer.no(422, UNPROVEN);
    }

    /** With one line of each of the log's keys; the others anybody may have written. */
    private static SignedNote byLog(SignedNote note, List<VerifierKey> keys) {
        return new SignedNote(
                note.text(),
                keys.stream()
                        .flatMap(key -> note.lines().stream().filter(key::names).limit(1))
                        .toList());
    }
}
