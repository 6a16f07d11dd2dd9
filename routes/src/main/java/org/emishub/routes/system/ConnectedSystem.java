package org.emishub.routes.system;

import java.util.Optional;
import org.emishub.security.member.SystemId;

/**
 * What one system can do for the hub; an adapter makes one, and a list of them is all that the routes know of systems.
 *
 * <p>A system that only asks (a client) needs none.
 *
 * @param provider answers questions about a child
 * @param tableProvider has records that can be counted
 * @param receiver takes what was disclosed of one child
 * @param tableReceiver takes tables
 * @param answerReceiver takes answers to what it asked before
 * @param keeper deletes what the hub keeps for it beyond an exchange
 */
public record ConnectedSystem(
        SystemId id,
        Optional<Provider> provider,
        Optional<TableProvider> tableProvider,
        Optional<Receiver> receiver,
        Optional<TableReceiver> tableReceiver,
        Optional<AnswerReceiver> answerReceiver,
        Optional<Keeper> keeper) {

    /** A system that can do nothing yet; {@link #answering} and the others add what it can. */
    public static ConnectedSystem of(SystemId id) {
        return new ConnectedSystem(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public ConnectedSystem answering(Provider answers) {
        return new ConnectedSystem(
                id, Optional.of(answers), tableProvider, receiver, tableReceiver, answerReceiver, keeper);
    }

    public ConnectedSystem countable(TableProvider counts) {
        return new ConnectedSystem(id, provider, Optional.of(counts), receiver, tableReceiver, answerReceiver, keeper);
    }

    public ConnectedSystem receiving(Receiver takes) {
        return new ConnectedSystem(
                id, provider, tableProvider, Optional.of(takes), tableReceiver, answerReceiver, keeper);
    }

    public ConnectedSystem receivingTables(TableReceiver takes) {
        return new ConnectedSystem(id, provider, tableProvider, receiver, Optional.of(takes), answerReceiver, keeper);
    }

    public ConnectedSystem takingAnswers(AnswerReceiver takes) {
        return new ConnectedSystem(id, provider, tableProvider, receiver, tableReceiver, Optional.of(takes), keeper);
    }

    public ConnectedSystem keeping(Keeper keeps) {
        return new ConnectedSystem(
                id, provider, tableProvider, receiver, tableReceiver, answerReceiver, Optional.of(keeps));
    }
}
