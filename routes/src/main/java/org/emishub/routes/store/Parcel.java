package org.emishub.routes.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.emishub.routes.gateway.Asker;
import org.emishub.routes.system.Wire;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.vault.AtRest;

/**
 * What waits in the outbox for one recipient: the exact bytes that will leave, and what their release has to say of them.
 *
 * <p>It exists in clear only in memory; database and broker hold it sealed.
 *
 * @param agreement the text under which it was disclosed, which may no longer be today's
 * @param child the child's identifier, empty for a table
 * @param fields names of the fields that leave
 * @param about of an answer: each child whose data it carries, and who asked; empty for others
 */
public record Parcel(
        AgreementRef agreement, String child, List<String> fields, int withheld, Wire wire, List<About> about) {
    public Parcel {
        fields = List.copyOf(fields);
        about = List.copyOf(about);
    }

    /** A child that an answer tells of, and who asked. */
    public record About(String child, Asker asker) {}

    /** What nobody asked for. */
    public Parcel(AgreementRef agreement, String child, List<String> fields, int withheld, Wire wire) {
        this(agreement, child, fields, withheld, wire, List.of());
    }

    /** Seals it for the row that will hold it. */
    public byte[] seal(AtRest atRest, UUID row) {
        return atRest.seal(context(row), toBytes());
    }

    /**
     * Opens what {@link #seal} sealed.
     *
     * @throws SecurityException when the bytes were altered or are of another row
     */
    public static Parcel open(AtRest atRest, UUID row, byte[] sealed) {
        return of(atRest.open(context(row), sealed));
    }

    private static String context(UUID row) {
        return "outbox/" + row;
    }

    private byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(wire.bytes().length + 512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(agreement.id());
            out.writeInt(agreement.version());
            out.writeUTF(agreement.bundleHash());
            out.writeUTF(child);
            out.writeShort(fields.size());
            for (String field : fields) {
                out.writeUTF(field);
            }
            out.writeInt(withheld);
            out.writeShort(about.size());
            for (About one : about) {
                out.writeUTF(one.child());
                out.writeUTF(one.asker().user());
                out.writeUTF(one.asker().role());
                out.writeUTF(one.asker().caseId());
            }
            out.writeUTF(wire.mediaType());
            out.write(wire.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Parcel of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            AgreementRef agreement = new AgreementRef(in.readUTF(), in.readInt(), in.readUTF());
            String child = in.readUTF();
            int size = in.readUnsignedShort();
            List<String> fields = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                fields.add(in.readUTF());
            }
            int withheld = in.readInt();
            List<About> about = about(in);
            return new Parcel(agreement, child, fields, withheld, new Wire(in.readUTF(), in.readAllBytes()), about);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<About> about(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        List<About> about = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            about.add(new About(in.readUTF(), new Asker(in.readUTF(), in.readUTF(), in.readUTF())));
        }
        return about;
    }

    /** Names only: never prints the child or the bytes. */
    @Override
    public String toString() {
        return "Parcel" + fields;
    }
}
