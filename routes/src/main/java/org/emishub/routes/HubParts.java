package org.emishub.routes;

import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.emishub.routes.facts.ConsentService;
import org.emishub.routes.facts.PrivacyOfficer;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.security.agreement.Agreements;
import org.emishub.security.envelope.Envelopes;
import org.emishub.security.ledger.Ledger;
import org.emishub.security.member.Quotas;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.Pseudonyms;
import org.emishub.security.vault.AtRest;
import org.emishub.security.vault.ChildVault;

/**
 * Everything the routes need, handed in by whoever runs them.
 *
 * @param hub the hub's own name as a member
 * @param camel started or not; routes are added to it, and a component named {@code jms}
 * @param dataSource a pool on the database whose migrations ({@code db/migration/security}, {@code db/migration/routes}) have run; the ledger's own
 * @param broker pooled or not; every queue is made by the broker on first use
 * @param agreements gives the agreements as they are now; asked for every message, so a reload takes effect at once
 * @param systems what each adapter contributes
 * @param consents where a state keeps consents itself; else the hub does
 * @param officer is told when somebody looks without a case
 * @param quotas how much a member may send; native doors ask them themselves, as soon as they know their caller
 */
public record HubParts(
        SystemId hub,
        CamelContext camel,
        DataSource dataSource,
        ConnectionFactory broker,
        Ledger ledger,
        Envelopes envelopes,
        AtRest atRest,
        ChildVault vault,
        Pseudonyms pseudonyms,
        Supplier<Agreements> agreements,
        List<ConnectedSystem> systems,
        Clock clock,
        Settings settings,
        Quotas quotas,
        Optional<ConsentService> consents,
        PrivacyOfficer officer) {
    public HubParts {
        systems = List.copyOf(systems);
    }
}
