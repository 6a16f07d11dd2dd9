package org.emishub.routes.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.emishub.routes.audit.AuditRecord.Naming;
import org.emishub.routes.audit.AuditRecord.Person;
import org.emishub.routes.audit.AuditRecord.Terms;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.hash.Sha256;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryDraft.Side;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildVault;

/** Reads entries as an audit repository is told of them. */
public final class AuditRecords {
    private static final String CHILD = "child";
    private static final String ACTOR = "actor";
    /** An actor may be a system, which is nobody; a user is written {@code user@organisation/system}. */
    private static final Pattern SYSTEM = Pattern.compile("[a-z0-9-]+/[a-z0-9-]+");

    private static final String BREAKS_GLASS = "BTG";

    private final SystemId hub;
    private final EntryReader entries;
    private final ChildVault vault;
    private final Supplier<Agreements> agreements;
    private final People people;

    public AuditRecords(
            SystemId hub, EntryReader entries, ChildVault vault, Supplier<Agreements> agreements, People people) {
        this.hub = hub;
        this.entries = entries;
        this.vault = vault;
        this.agreements = agreements;
        this.people = people;
    }

    /** The entries from a sequence on, oldest first, at most so many. */
    public List<AuditRecord> from(long sequence, int most) {
        List<AuditRecord> found = new ArrayList<>();
        Optional<Entry> entry = entries.find(sequence);
        while (entry.isPresent()) {
            found.add(of(entry.get()));
            entry = found.size() < most ? entries.find(sequence + found.size()) : Optional.empty();
        }
        return found;
    }

    /** One entry. */
    public AuditRecord of(Entry entry) {
        Optional<Agreement> agreement =
                entry.agreement().flatMap(ref -> agreements.get().byId(ref.id(), ref.version()));
        Shape shape = shape(entry, agreement);
        Optional<Side> side = people == People.COMMITMENTS ? Optional.empty() : side(entry);
        return new AuditRecord(
                id(entry.sequence()),
                entry.sequence(),
                entry.time(),
                entry.event(),
                shape.kind(),
                shape.outcome(),
                reason(entry),
                hub.toString(),
                name(shape.from(), entry),
                name(shape.to(), entry),
                entry.provider(),
                person(entry, ACTOR, "audit.actor", side.map(Side::actor)),
                person(entry, CHILD, "audit.child", side.map(Side::child)),
                entry.agreement()
                        .map(ref -> new Terms(ref.id(), ref.version(), ref.bundleHash(), purpose(entry, agreement))),
                shape.thing(),
                entry.fields(),
                entry.withheld(),
                entry.leaf().path("messageIdHash").asString(""),
                entry.leaf().path("contentHash").asString(""));
    }

    private static Shape shape(Entry entry, Optional<Agreement> agreement) {
        Optional<Event> event = Arrays.stream(Event.values())
                .filter(known -> known.name().equals(entry.event()))
                .findAny();
        boolean question = agreement
                .map(Agreement::exchange)
                .filter(Agreement.Kind.QUERY::equals)
                .isPresent();
        Shape shape = event.filter(known -> entry.intact())
                .map(known -> Shape.of(known, question))
                .orElse(Shape.UNKNOWN);
        return entry.code().equals("OK") ? shape : shape.refused();
    }

    /** An entry that was altered is told of all the same: who hears of it can ask. */
    private static String reason(Entry entry) {
        String said = entry.rule().isEmpty() ? entry.code() : entry.code() + ": " + entry.rule();
        return entry.intact() ? said : "ALTERED: the entry is not what was hashed";
    }

    private static String purpose(Entry entry, Optional<Agreement> agreement) {
        boolean broken = entry.event().equals(Event.BREAK_GLASS.name());
        return broken ? BREAKS_GLASS : agreement.map(Agreement::purposeOfUse).orElse("");
    }

    private String name(Shape.Party party, Entry entry) {
        return switch (party) {
            case HUB -> hub.toString();
            case PROVIDER -> entry.provider();
            case CLIENT -> entry.client();
        };
    }

    /** As the repository may know them; where nothing may be opened, or nothing can be, by the commitment. */
    private Optional<Person> person(Entry entry, String label, String domain, Optional<String> value) {
        String commitment = entry.leaf().path(label).asString("");
        if (commitment.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(value.map(clear -> named(clear, label, domain))
                .orElseGet(() -> new Person(Naming.COMMITMENT, commitment)));
    }

    private Person named(String clear, String label, String domain) {
        boolean system = label.equals(ACTOR) && SYSTEM.matcher(clear).matches();
        return system || people == People.IDENTIFIERS
                ? new Person(Naming.IDENTIFIER, clear)
                : new Person(Naming.PSEUDONYM, vault.blind(domain, clear));
    }

    /** Empty where it is erased, or was tampered with, which verification tells. */
    private Optional<Side> side(Entry entry) {
        try {
            return Optional.of(entries.side(entry));
        } catch (ChildVault.KeyDestroyed | SecurityException e) {
            return Optional.empty();
        }
    }

    /** A UUID of version 8 (RFC 9562): the first bits of SHA-256 over ledger and sequence. */
    private String id(long sequence) {
        String name = "audit event\0" + hub + "/ledger\0" + sequence;
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(name.getBytes(UTF_8)));
        long high = (hash.getLong() & ~0xf000L) | 0x8000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
