package org.emishub.routes.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.emishub.routes.system.AnswerReceiver;
import org.emishub.routes.system.Delivered;
import org.emishub.routes.system.Receiver;
import org.emishub.routes.system.TableReceiver;
import org.emishub.routes.system.Wire;
import org.emishub.security.disclosure.Disclosure;
import org.emishub.security.disclosure.table.TableDisclosure;

/** A system that takes lines of text; keeps one copy of each delivery, and counts how often it was tried. */
public final class TestReceiver {
    public final Map<String, String> taken = new ConcurrentHashMap<>();
    public final List<String> attempts = new CopyOnWriteArrayList<>();
    /** Called before it takes something; throws what it does not want. */
    public volatile Consumer<String> before = key -> {};

    public Receiver ofRecords() {
        return new Receiver() {
            @Override
            public Wire translate(String messageId, Disclosure disclosure) {
                return new Wire("text/plain", disclosure.fields().toString().getBytes(UTF_8));
            }

            @Override
            public Delivered deliver(String key, Wire wire) {
                return take(key, wire);
            }
        };
    }

    public TableReceiver ofTables() {
        return new TableReceiver() {
            @Override
            public Wire translate(String messageId, TableDisclosure table) {
                return new Wire("text/plain", table.cells().toString().getBytes(UTF_8));
            }

            @Override
            public Delivered deliver(String key, Wire wire) {
                return take(key, wire);
            }
        };
    }

    public AnswerReceiver ofAnswers() {
        return this::take;
    }

    private Delivered take(String key, Wire wire) {
        attempts.add(key);
        before.accept(key);
        taken.put(key, new String(wire.bytes(), UTF_8));
        return new Delivered(false, "taken".getBytes(UTF_8), "");
    }
}
