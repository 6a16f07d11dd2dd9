package org.emishub.adapters.health.audit;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.emishub.routes.audit.AuditRecord;
import org.emishub.routes.audit.AuditRecords;
import org.emishub.routes.audit.People;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.Entry;
import org.emishub.security.ledger.EntryReader;
import org.emishub.security.ledger.Event;
import org.emishub.security.member.SystemId;
import org.emishub.security.vault.ChildVault;
import tools.jackson.databind.node.ObjectNode;

/** Every kind of entry that a ledger can hold, as an audit repository is told of it. */
final class EveryEvent {
    static final SystemId HUB = SystemId.of("hub/exchange");
    private static final Agreements AGREEMENTS =
            Agreements.load(Path.of(System.getProperty("emishub.root")).resolve("routes/agreements"));
    private static final String HASH = "0123456789abcdef".repeat(4);

    private EveryEvent() {}

    /** Nothing is opened: by commitments a record is made of the leaf alone. */
    private static final AuditRecords RECORDS = new AuditRecords(
            HUB,
            new EntryReader(nothing(DataSource.class), nothing(ChildVault.class)),
            nothing(ChildVault.class),
            () -> AGREEMENTS,
            People.COMMITMENTS);

    private static <T> T nothing(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("not to be used: " + method.getName());
                }));
    }

    /** Each event, under each agreement and none, about a child and none, with and without user, well and refused, altered and from another version. */
    static List<AuditRecord> all() {
        List<AuditRecord> all = new ArrayList<>();
        List<Optional<Agreement>> agreements = new ArrayList<>();
        AGREEMENTS.all().forEach(agreement -> agreements.add(Optional.of(agreement)));
        agreements.add(Optional.empty());
        for (Optional<Agreement> agreement : agreements) {
            for (boolean child : List.of(true, false)) {
                for (boolean actor : List.of(true, false)) {
                    for (String code : List.of("OK", "NO_LEGAL_BASIS")) {
                        for (Event event : Event.values()) {
                            all.add(of(event.name(), agreement, child, actor, code, true));
                        }
                        all.add(of("FROM_A_LATER_VERSION", agreement, child, actor, code, true));
                        all.add(of("RELEASED", agreement, child, actor, code, false));
                    }
                }
            }
        }
        return all;
    }

    static AuditRecord of(Event event, boolean child) {
        return of(event.name(), AGREEMENTS.byId("needs.enrolment"), child, true, "OK", true);
    }

    static AuditRecord of(
            String event, Optional<Agreement> agreement, boolean child, boolean actor, String code, boolean intact) {
        ObjectNode leaf = StrictJson.newObject()
                .put("messageIdHash", HASH)
                .put("contentHash", event.equals("ANOMALY") ? "" : HASH)
                .put("child", child ? HASH : "")
                .put("actor", actor ? HASH : "");
        return RECORDS.of(new Entry(
                7,
                event,
                Instant.parse("2026-11-22T08:15:30.250Z"),
                agreement.map(Agreement::ref),
                code,
                code.equals("OK") ? "" : "lawful basis",
                agreement.map(a -> a.provider().toString()).orElse(""),
                agreement.map(a -> a.client().toString()).orElse(""),
                agreement.map(a -> List.copyOf(a.discloses().keySet())).orElse(List.of()),
                2,
                child,
                intact,
                leaf,
                new byte[0]));
    }
}
