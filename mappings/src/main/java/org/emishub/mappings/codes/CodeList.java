package org.emishub.mappings.codes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        Map<String, String> coarser = new LinkedHashMap<>();
        Map<String, String> meaning = new LinkedHashMap<>();
        try (InputStream in = CodeList.class.getResourceAsStream("/org/emishub/mappings/codes/" + name + ".csv")) {
            if (in == null) {
                throw new IllegalStateException("there is no canonical code list '" + name + "'");
            }
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\R");
            for (int i = 1; i < lines.length; i++) {
                String[] cells = lines[i].split(",", 3);
                if (cells.length != 3 || meaning.put(cells[0], cells[2]) != null) {
                    throw new IllegalStateException(name + ".csv:" + (i + 1) + ": needs code,coarser,meaning");
                }
                coarser.put(cells[0], cells[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CodeList(name, coarser, meaning);
    }

    public String name() {
        return name;
    }

    public boolean has(String code) {
        return meaningByCode.containsKey(code);
    }

    public Set<String> codes() {
        return meaningByCode.keySet();
    }

    /** The coarser code to disclose instead; empty when the list has none for it. */
    public Optional<String> coarser(String code) {
        return Optional.ofNullable(coarserByCode.get(code)).filter(c -> !c.isEmpty());
    }

    public String meaning(String code) {
        return meaningByCode.getOrDefault(code, "");
    }
}
