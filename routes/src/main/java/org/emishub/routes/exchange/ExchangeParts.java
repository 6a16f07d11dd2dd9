package org.emishub.routes.exchange;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emishub.routes.HubParts;
import org.emishub.routes.facts.BreakGlass;
import org.emishub.routes.facts.FactSource;
import org.emishub.routes.store.MessageStore;
import org.emishub.routes.store.Outbox;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Provider;
import org.emishub.security.anomaly.Signs;
import org.emishub.security.disclosure.table.TableReleases;
import org.emishub.security.member.SystemId;

/** The exchanges' parts, put together once. */
public record ExchangeParts(GatewayOfRoutes gateway, RouteTable routes, PackageSteps packages, ProviderWatch watch) {

    /**
     * Wires them.
     *
     * @param wake called after something was put into the outbox
     */
    public static ExchangeParts wire(
            HubParts parts, FactSource facts, BreakGlass breakGlass, UnmappedCodes unmappedCodes, Runnable wake) {
        MessageStore store = new MessageStore(parts.atRest(), parts.vault());
        Receipts receipts = new Receipts(parts.hub(), parts.envelopes());
        Answers answers = new Answers(parts.hub(), parts.envelopes(), receipts, parts.clock());
        Refusals refusals = new Refusals(parts.ledger(), store, answers);
        Releasing releasing = new Releasing(parts.ledger(), store);
        Map<SystemId, Provider> providers = by(parts, ConnectedSystem::provider);
        ProviderWatch watch = new ProviderWatch(
                providers, parts.settings().poll(), parts.settings().providerTimeout());
        QuerySteps query = new QuerySteps(
                providers,
                watch,
                facts,
                breakGlass,
                parts.pseudonyms(),
                parts.ledger(),
                new Signs(parts.vault()),
                parts.clock());
        BatchSteps batch = new BatchSteps(query, answers, releasing, parts.clock());
        Steps steps = new Steps(
                query,
                batch,
                new EventSteps(parts.agreements(), by(parts, ConnectedSystem::receiver), parts.atRest(), parts.clock()),
                new TableSteps(
                        by(parts, ConnectedSystem::tableProvider),
                        by(parts, ConnectedSystem::tableReceiver),
                        new TableReleases(parts.dataSource(), parts.atRest()),
                        parts.atRest()),
                new Receiving(parts.ledger(), store),
                releasing,
                new Accepting(
                        parts.ledger(),
                        parts.vault(),
                        store,
                        new Outbox(),
                        receipts,
                        parts.settings().keep(),
                        wake),
                answers,
                refusals,
                new Failures(parts.ledger(), unmappedCodes, parts.clock()));
        LateAnswers late = new LateAnswers(
                parts.ledger(),
                parts.dataSource(),
                store,
                new Outbox(),
                receipts,
                query,
                refusals,
                parts.atRest(),
                parts.settings().keep(),
                wake,
                parts.clock());
        AnswerTime answerTime = new AnswerTime(parts.settings().noDataAfter());
        RouteTable routes = new RouteTable(parts.camel(), steps, parts.agreements(), parts.clock());
        GatewayOfRoutes gateway = new GatewayOfRoutes(
                routes,
                parts.agreements(),
                parts.envelopes(),
                parts.atRest(),
                steps,
                late,
                new StatusAnswers(parts),
                new Releases(query, releasing, refusals, parts.atRest()),
                parts.ledger(),
                parts.quotas(),
                answerTime,
                parts.clock());
        PackageSteps packages = new PackageSteps(
                parts.agreements(),
                parts.envelopes(),
                parts.ledger(),
                store,
                routes,
                query,
                batch,
                answers,
                gateway,
                watch,
                answerTime,
                parts.clock());
        return new ExchangeParts(gateway, routes, packages, watch);
    }

    private static <T> Map<SystemId, T> by(HubParts parts, Function<ConnectedSystem, Optional<T>> ability) {
        return parts.systems().stream()
                .filter(system -> ability.apply(system).isPresent())
                .collect(Collectors.toUnmodifiableMap(
                        ConnectedSystem::id, system -> ability.apply(system).orElseThrow()));
    }
}
