package org.emishub.adapters.health.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The register's children, found by number or by name and day of birth; and what it was told of schools and enrolments, as JSON. */
final class Holdings {
    private final Map<String, HealthChild> children = new ConcurrentHashMap<>();
    private final Map<String, List<String>> idsByNumber = new ConcurrentHashMap<>();
    private final Map<String, List<String>> idsByName = new ConcurrentHashMap<>();
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    /**
     * A resource that somebody else is the source of.
     *
     * @param identifier {@code system|value}
     * @param patient id of the child it is about; empty for a school
     */
    record Told(String type, String id, String identifier, String patient, String json) {}

    Holdings(Collection<HealthChild> all) {
        all.forEach(this::put);
    }

    void put(HealthChild child) {
        children.put(child.id(), child);
        HealthChild.Person person = child.person();
        index(
                idsByNumber,
                Names.PERSONAL_NUMBER + "|" + person.personalNumber(),
                child,
                !person.personalNumber().isEmpty());
        index(
                idsByNumber,
                Names.HEALTH_NUMBER + "|" + person.healthNumber(),
                child,
                !person.healthNumber().isEmpty());
        index(idsByName, nameKey(person.familyName(), person.birthDate()), child, true);
    }

    private static void index(Map<String, List<String>> ids, String key, HealthChild child, boolean known) {
        if (known) {
            ids.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(child.id());
        }
    }

    Optional<HealthChild> child(String id) {
        return Optional.ofNullable(children.get(id));
    }

    /** @param token {@code system|value} */
    List<HealthChild> byNumber(String token) {
        return children(idsByNumber.getOrDefault(token, List.of()));
    }

    List<HealthChild> byName(String familyName, LocalDate birthDate) {
        return children(idsByName.getOrDefault(nameKey(familyName, birthDate), List.of()));
    }

    private List<HealthChild> children(List<String> ids) {
        List<HealthChild> found = new ArrayList<>(ids.size());
        ids.forEach(id -> child(id).ifPresent(found::add));
        return found;
    }

    void keep(Told resource) {
        told.put(resource.type() + "/" + resource.id(), resource);
    }

    Optional<Told> told(String type, String id) {
        return Optional.ofNullable(told.get(type + "/" + id));
    }

    List<Told> toldBy(String type, String identifier) {
        return told.values().stream()
                .filter(t -> t.type().equals(type) && t.identifier().equals(identifier))
                .toList();
    }

    List<Told> toldOf(String type, String patient) {
        return told.values().stream()
                .filter(t -> t.type().equals(type) && t.patient().equals(patient))
                .toList();
    }

    /** How names are compared: without case, and without the dots of ё. */
    static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('ё', 'е');
    }

    private static String nameKey(String familyName, LocalDate birthDate) {
        return folded(familyName) + "|" + birthDate;
    }
}
