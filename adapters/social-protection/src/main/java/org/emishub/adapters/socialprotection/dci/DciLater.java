package org.emishub.adapters.socialprotection.dci;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.emishub.routes.gateway.Gateway;
import org.emishub.security.envelope.ProtocolSigner;
import org.emishub.security.envelope.ProtocolVerifier;
import org.emishub.security.member.SystemId;

/** The asynchronous search of DCI 1.0.0: its door, who answers to the callback what the door accepted, and the door that tells how far that is. */
public final class DciLater implements AutoCloseable {
    private final DciLaterDoor door;
    private final DciStatusDoor statusDoor;
    private final DciWorker worker;

    /**
     * What it needs of the hub beside the gateway.
     *
     * @param name the hub's own identity
     * @param database holds what was accepted; shared by all nodes
     * @param callback the registered address of a client, empty when it has none
     */
    public record Hub(SystemId name, DataSource database, Function<SystemId, Optional<URI>> callback, Clock clock) {}

    /**
     * Makes them; nothing is answered before {@link #start}.
     *
     * @param signer signs answers with the hub's key
     * @param verifier knows the members' signing keys
     */
    public DciLater(Gateway gateway, ProtocolSigner signer, ProtocolVerifier verifier, Hub hub) {
        DciQuestions questions = new DciQuestions(hub.database());
        DciAnswers answers = new DciAnswers(signer, hub.name(), hub.clock());
        DciConversation conversation = new DciConversation(gateway, answers, hub.clock());
        this.worker = new DciWorker(gateway, conversation, questions, hub.clock());
        DciEntrance entrance = new DciEntrance(gateway, new DciCaller(verifier, hub.name()));
        this.door = new DciLaterDoor(entrance, gateway, conversation, questions, hub, worker::wake);
        this.statusDoor = new DciStatusDoor(entrance, gateway, conversation, questions, answers);
    }

    /** The servlet of {@code POST /dci/registry/search}. */
    public DciLaterDoor door() {
        return door;
    }

    /** The servlet of {@code POST /dci/registry/sync/txn/status}. */
    public DciStatusDoor statusDoor() {
        return statusDoor;
    }

    /** Begins to answer what waits. */
    public void start() {
        worker.start();
    }

    /** Stops; what waits is answered by another node, or after the next start. */
    @Override
    public void close() {
        worker.close();
    }
}
