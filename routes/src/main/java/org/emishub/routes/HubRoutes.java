package org.emishub.routes;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.emishub.routes.delivery.Deliveries;
import org.emishub.routes.erasure.Erasure;
import org.emishub.routes.exchange.ExchangeParts;
import org.emishub.routes.exchange.GatewayOfRoutes;
import org.emishub.routes.exchange.ProviderWatch;
import org.emishub.routes.exchange.RouteTable;
import org.emishub.routes.facts.StoredFacts;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.needs.NeedsView;
import org.emishub.routes.packages.Packages;
import org.emishub.routes.retention.Retention;
import org.emishub.routes.store.Messages;
import org.emishub.routes.store.UnmappedCodes;
import org.emishub.routes.system.Keeper;
import org.emishub.security.vault.ChildKeys;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one hub, wired.
 *
 * <p>Order of a start: migrate the database, open the ledger, {@link #create}, start the Camel context, {@link #start}, open the doors. Of a stop: close the
 * doors, {@link #close}, stop the Camel context, close the ledger.
 */
public final class HubRoutes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HubRoutes.class.getName());

    private final GatewayOfRoutes gateway;
    private final RouteTable routes;
    private final Deliveries deliveries;
    private final StoredFacts facts;
    private final NeedsView needs;
    private final Messages messages;
    private final UnmappedCodes unmappedCodes;
    private final Packages packages;
    private final HubParts parts;
    private final List<Keeper> keepers = new CopyOnWriteArrayList<>();
    private final Retention retention;
    private volatile @Nullable Erasure erasure;
    private final ProviderWatch watch;

    private HubRoutes(HubParts parts) {
        this.parts = parts;
        parts.systems().forEach(system -> system.keeper().ifPresent(keepers::add));
        this.retention = new Retention(parts, keepers);
        this.facts = new StoredFacts(
                parts.dataSource(),
                parts.vault(),
                parts.ledger(),
                parts.agreements(),
                parts.consents(),
                parts.officer(),
                parts.clock());
        this.deliveries = Deliveries.create(parts, facts);
        this.unmappedCodes = new UnmappedCodes(parts.dataSource(), parts.atRest(), parts.vault());
        ExchangeParts exchanges = ExchangeParts.wire(parts, facts, facts.breakGlass(), unmappedCodes, deliveries::wake);
        this.gateway = exchanges.gateway();
        this.routes = exchanges.routes();
        this.watch = exchanges.watch();
        this.needs = new NeedsView(
                gateway, parts.agreements(), parts.settings().providerTimeout(), watch::isAway, parts.clock());
        this.messages = new Messages(parts.dataSource());
        this.packages = new Packages(parts, exchanges.packages());
    }

    /** Adds all routes to the Camel context; nothing is delivered before {@link #start}. */
    public static HubRoutes create(HubParts parts) {
        HubRoutes hub = new HubRoutes(parts);
        hub.routes.refresh();
        hub.deliveries.addRoutes();
        return hub;
    }

    /** Begins to deliver what waits in the outbox. */
    public void start() {
        watch.start();
        deliveries.start(this::everyMinute);
        facts.start();
        packages.start();
    }

    private void everyMinute() {
        routes.refresh();
        try {
            retention.run();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "what is past its time cannot be destroyed now, and is tried again: "
                            + e.getClass().getName());
        }
        Erasure asked = erasure;
        if (asked != null) {
            asked.finishInBackground();
        }
    }

    /** Tells of somebody else who keeps something of children, beside those that came with their systems. */
    public void keeps(Keeper keeper) {
        keepers.add(keeper);
    }

    /** What is past its time, and what was destroyed. */
    public Retention retention() {
        return retention;
    }

    /** Hands over the children's keys, with which it erases from now on; what was asked before and not finished is finished once the routes run. */
    public Erasure eraseWith(ChildKeys keys) {
        Erasure erasing = new Erasure(parts, keys, facts, unmappedCodes, keepers, deliveries::wake);
        erasure = erasing;
        return erasing;
    }

    /** Says that the broker was started again, perhaps without what it had: what it was given and nobody has claimed is given to it once more. */
    public void brokerRestarted() {
        deliveries.brokerRestarted();
    }

    /** What the doors call. */
    public Gateway gateway() {
        return gateway;
    }

    /** Makes the table of a statistic agreement as of a day and hands it to delivery. */
    public Acceptance publish(String agreementId, LocalDate asOf) {
        return gateway.publish(agreementId, asOf);
    }

    /** Puts the routes in step with the agreements after a reload. */
    public void refresh() {
        routes.refresh();
    }

    public RouteTable routes() {
        return routes;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    /** Cases, guardians, consents, objections, sealed children, broken glass and populations, for whoever keeps them. */
    public StoredFacts facts() {
        return facts;
    }

    /** One question to every provider a client has an agreement with. */
    public NeedsView needs() {
        return needs;
    }

    /** Which providers answer nobody now. */
    public ProviderWatch providers() {
        return watch;
    }

    public Messages messages() {
        return messages;
    }

    /** Questions about many children, in parts. */
    public Packages packages() {
        return packages;
    }

    public UnmappedCodes unmappedCodes() {
        return unmappedCodes;
    }

    @Override
    public void close() {
        watch.close();
        needs.close();
        packages.close();
        facts.close();
        deliveries.close();
    }
}
