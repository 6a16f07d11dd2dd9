package org.emishub.routes.exchange;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.store.Parcel;
import org.emishub.routes.system.TableProvider;
import org.emishub.routes.system.TableReceiver;
import org.emishub.routes.system.Wire;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.disclosure.table.TableDisclosure;
import org.emishub.security.disclosure.table.TableReleases;
import org.emishub.security.hash.Sha256;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import org.emishub.security.vault.AtRest;

/** The step that makes a table of many records. */
final class TableSteps {
    private final Map<SystemId, TableProvider> providers;
    private final Map<SystemId, TableReceiver> receivers;
    private final TableReleases releases;
    private final AtRest atRest;

    TableSteps(
            Map<SystemId, TableProvider> providers,
            Map<SystemId, TableReceiver> receivers,
            TableReleases releases,
            AtRest atRest) {
        this.providers = Map.copyOf(providers);
        this.receivers = Map.copyOf(receivers);
        this.releases = releases;
        this.atRest = atRest;
    }

    /** Counts under the agreement's disclosure control, held against the tables that left before, translates and seals. */
    Outcome<Passage> count(Passage passage) {
        Agreement agreement = passage.agreement();
        TableProvider provider = providers.get(agreement.provider());
        TableReceiver receiver = receivers.get(agreement.client());
        if (provider == null || receiver == null) {
            return Outcome.refused(Code.NOT_AGREED, (provider == null ? "provider" : "client") + ": not connected");
        }
        LocalDate asOf = passage.asked().subject().asOf();
        UUID letter = LetterIds.of(passage.inbound(), agreement.id());
        Outcome<TableDisclosure> outcome;
        try (Stream<ChildRecord> records = provider.records(agreement.about(), asOf)) {
            outcome = releases.release(letter, records, agreement, asOf);
        }
        return outcome.then(table -> Outcome.ok(sealed(passage, letter, receiver, table)));
    }

    private Passage sealed(Passage passage, UUID letter, TableReceiver receiver, TableDisclosure table) {
        Wire wire = receiver.translate(letter.toString(), table);
        Parcel parcel = new Parcel(
                passage.agreement().ref(),
                "",
                table.dimensions().stream().sorted().toList(),
                0,
                wire);
        return passage.sealed(new Sealed(parcel.seal(atRest, letter), Sha256.hex(wire.bytes())));
    }
}
