package org.emishub.routes.world;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Provider;
import org.emishub.routes.system.Question;
import org.emishub.routes.system.SystemFault;
import org.emishub.routes.system.TableProvider;

/** A system that knows children by their identifier, and remembers what it was asked. */
public final class TestProvider implements Provider, TableProvider {
    private final Map<String, ChildRecord> children = new ConcurrentHashMap<>();
    public final List<Question> asked = new CopyOnWriteArrayList<>();
    /** What it does when asked, instead of looking. */
    public volatile Supplier<Found> instead = () -> null;

    /** Told of each question before it is looked at; throws where it breaks the provider. */
    public volatile Consumer<Question> before = question -> {};

    public volatile boolean heldByHub;
    private volatile boolean away;

    /** Answers nobody, or answers again. */
    public void isAway(boolean now) {
        away = now;
    }

    @Override
    public void probe() {
        if (away) {
            throw new SystemFault("UNREACHABLE", "nobody there", false);
        }
    }

    public TestProvider knows(ChildRecord child) {
        children.put(child.text("child.id").orElseThrow(), child);
        return this;
    }

    @Override
    public Found find(Question question) {
        if (asked.size() < 1_000) {
            asked.add(question);
        }
        probe();
        before.accept(question);
        Found other = instead.get();
        if (other != null) {
            return other;
        }
        Object id = question.subject().fields().get("child.id");
        ChildRecord child = id == null ? null : children.get((String) id);
        return child == null ? new Found.None() : new Found.Match(child);
    }

    @Override
    public boolean heldByHub() {
        return heldByHub;
    }

    @Override
    public Stream<ChildRecord> records(String about, LocalDate asOf) {
        return new ArrayList<>(children.values()).stream();
    }
}
