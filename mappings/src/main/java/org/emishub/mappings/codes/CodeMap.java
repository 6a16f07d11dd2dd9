package org.emishub.mappings.codes;

import java.util.HashMap;
import java.util.Map;

/**
 * One system's codes mapped to one canonical list.
 *
 * <p>A CSV resource with the header {@code code,canonical,note} ({@code note} is for people). A system's code may appear once; several may map to one canonical code.
 */
public final class CodeMap {
    private final String system;
    private final String list;
    private final Map<String, String> canonicalByCode;

    private CodeMap(String system, String list, Map<String, String> canonicalByCode) {
        this.system = system;
        this.list = list;
        this.canonicalByCode = Map.copyOf(canonicalByCode);
    }

    /**
     * Reads a map from the class path of {@code owner}.
     *
     * @param list the canonical list ({@code sex}, {@code grade}, ...); every target must be in it
     * @throws IllegalStateException when the resource is missing, or a line maps to a code that the canonical list does not have
     */
    public static CodeMap load(Class<?> owner, String resource, String system, String list) {
        CodeList canonical = CodeList.standard(list);
        Map<String, String> map = new HashMap<>();
        CodeFile file = CodeFile.read(owner, resource, "code map " + resource, "code,canonical,note");
        for (int i = 0; i < file.lines().size(); i++) {
            String[] cells = file.lines().get(i);
            if (!canonical.has(cells[1]) || map.put(cells[0], cells[1]) != null) {
                throw file.error(i, "needs a new code and a canonical code of the list '" + list + "'");
            }
        }
        return new CodeMap(system, list, map);
    }

    /** The canonical code of a code as the system sent it; compared exactly, never guessed. */
    public Mapping map(String code) {
        String canonical = canonicalByCode.get(code);
        return canonical != null
                ? new Mapping.Mapped(canonical)
                : new Mapping.Unmapped(system, list, code.substring(0, Math.min(64, code.length())));
    }

    /**
     * The canonical code.
     *
     * @throws UnmappedCode when there is none
     */
    public String require(String code) {
        Mapping mapping = map(code);
        if (mapping instanceof Mapping.Mapped mapped) {
            return mapped.code();
        }
        throw new UnmappedCode((Mapping.Unmapped) mapping);
    }
}
