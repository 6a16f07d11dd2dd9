package org.emishub.deployment.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.note.SignedNote;
import org.emishub.security.note.TreeHead;
import org.emishub.security.witness.AddCheckpoint;

/** A checkpoint in a file: the note alone, or with the proof that it continues an earlier one. */
record CheckpointFile(SignedNote note, TreeHead head, Optional<AddCheckpoint> request) {
    static CheckpointFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(AddCheckpoint.LARGEST + 1);
            Optional<AddCheckpoint> request = AddCheckpoint.read(bytes);
            Optional<SignedNote> note = request.map(AddCheckpoint::note)
                    .or(() -> AddCheckpoint.text(bytes).flatMap(SignedNote::read));
            return note.flatMap(TreeHead::of)
                    .map(head -> new CheckpointFile(note.get(), head, request))
                    .orElseThrow(() -> unusable(file, "it is no checkpoint"));
        } catch (IOException e) {
            throw unusable(file, "it cannot be read");
        }
    }

    private static YamlException unusable(Path file, String why) {
        return new YamlException(file.toString(), 0, why, "Name a file that 'hub ledger checkpoint -o' wrote.");
    }
}
