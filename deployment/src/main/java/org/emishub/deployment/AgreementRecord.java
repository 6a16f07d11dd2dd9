package org.emishub.deployment;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.routes.store.AgreementTexts;
import org.emishub.routes.store.AgreementTexts.News;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.ledger.EntryDraft;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.ledger.Event;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.SystemId;

/**
 * Keeps every agreement's text and enters what has changed, before it is in force: a text by which something was decided can always be found.
 *
 * <p>Of several nodes one enters a change. One that changed while no hub ran is entered at the start; of one that was never seen before only the text is kept
 * then, for it is no change of anything.
 */
final class AgreementRecord {
    private final Ledger ledger;
    private final Clock clock;
    private final boolean signed;
    private boolean started;

    /** @param signed whether agreements are signed: then nothing that was signed earlier comes back, not across a restart either */
    AgreementRecord(Ledger ledger, Clock clock, boolean signed) {
        this.ledger = ledger;
        this.clock = clock;
        this.signed = signed;
    }

    synchronized void enter(Agreements agreements) {
        Instant now = clock.instant();
        boolean starts = !started;
        ledger.commit((connection, appender) -> {
            if (signed) {
                agreements.mustFollow(before(AgreementTexts.all(connection)), now);
            }
            Set<String> inFolder = new HashSet<>();
            for (Agreement agreement : agreements.all()) {
                inFolder.add(key(agreement.ref()));
                byte[] text = agreements.text(agreement).orElseThrow();
                News news = AgreementTexts.inForce(connection, agreement.ref(), text, now);
                if (news == News.CHANGED || (news == News.FIRST && !starts)) {
                    appender.append(entry(agreement.ref(), "", Optional.of(agreement)));
                }
            }
            List<AgreementRef> gone = AgreementTexts.open(connection).stream()
                    .filter(open -> !inFolder.contains(key(open)))
                    .toList();
            Set<String> ids = agreements.all().stream().map(Agreement::id).collect(Collectors.toSet());
            for (AgreementRef one : gone) {
                // A version that another one took the place of was entered with it.
                if (AgreementTexts.ended(connection, one, now) && !ids.contains(one.id())) {
                    appender.append(entry(one, "the agreement was taken away", Optional.empty()));
                }
            }
            return gone;
        });
        started = true;
    }

    private static List<Agreement> before(List<byte[]> texts) {
        List<Agreement> before = new ArrayList<>();
        for (byte[] text : texts) {
            try {
                before.add(AgreementFile.parseDraft("kept", text));
            } catch (YamlException e) {
                // Written in the words of an earlier hub: there is nothing in its place that this one could take for
                // it.
            }
        }
        return before;
    }

    private static String key(AgreementRef agreement) {
        return agreement.id() + "@" + agreement.version();
    }

    private static EntryDraft entry(AgreementRef ref, String rule, Optional<Agreement> agreement) {
        Optional<SystemId> provider = agreement.map(Agreement::provider);
        return new EntryDraft(
                Event.AGREEMENT_CHANGED,
                ref.id() + "@" + ref.bundleHash(),
                Optional.of(ref),
                "OK",
                rule,
                provider,
                agreement.map(Agreement::client),
                List.of(),
                0,
                "",
                EntryDraft.Side.NONE);
    }
}
