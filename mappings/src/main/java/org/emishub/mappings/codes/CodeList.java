package org.emishub.mappings.codes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One canonical code list of the hub: {@code codes/<name>.csv} with the header {@code code,coarser,meaning}.
 *
 * <p>{@code coarser} is the code a "coarsened" disclosure uses instead; empty where there is none.
 */
public final class CodeList {
    private static final Map<String, CodeList> LOADED = new ConcurrentHashMap<>();

    private final String name;
    private final Map<String, String> coarserByCode;
    private final Map<String, String> meaningByCode;

    private CodeList(String name, Map<String, String> coarserByCode, Map<String, String> meaningByCode) {
        this.name = name;
        this.coarserByCode = coarserByCode;
        this.meaningByCode = meaningByCode;
    }

    /**
     * The list shipped with the hub.
     *
     * @throws IllegalStateException when there is none of that name
     */
    public static CodeList standard(String name) {
        return LOADED.computeIfAbsent(name, CodeList::read);
    }

    private static CodeList read(String name) {
        CodeFile file = CodeFile.read(
                CodeList.class, name + ".csv", "the canonical code list '" + name + "'", "code,coarser,meaning");
        Map<String, String> coarser = new LinkedHashMap<>();
        Map<String, String> meaning = new LinkedHashMap<>();
        for (int i = 0; i < file.lines().size(); i++) {
            String[] cells = file.lines().get(i);
            if (meaning.put(cells[0], cells[2]) != null) {
                throw file.error(i, "the code is given twice");
            }
            if (!cells[1].isEmpty()) {
                coarser.put(cells[0], cells[1]);
            }
        }
        return new CodeList(name, Collections.unmodifiableMap(coarser), Collections.unmodifiableMap(meaning));
    }

    public String name() {
        return name;
    }

    public boolean has(String code) {
        return meaningByCode.containsKey(code);
    }

    /** All codes, in file order, unmodifiable. */
    public Set<String> codes() {
        return meaningByCode.keySet();
    }

    /** The coarser code to disclose instead; empty when the list has none for it. */
    public Optional<String> coarser(String code) {
        return Optional.ofNullable(coarserByCode.get(code));
    }

    /** What the code means, for people; empty for a code that is not in the list. */
    public String meaning(String code) {
        return meaningByCode.getOrDefault(code, "");
    }
}
