package org.emishub.security.disclosure.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One dimension of a table.
 *
 * @param path of the catalogue's field
 * @param operation as the agreement writes it
 * @param coarser by code the next coarser one of this table; none where the next is the total
 * @param fields by code the field it is a value of, where that is another than this one
 */
record Dimension(String path, String operation, Map<String, String> coarser, Map<String, String> fields) {
    Dimension {
        coarser = Map.copyOf(coarser);
        fields = Map.copyOf(fields);
    }

    /** The code with its field: what a reader takes it for, in whichever table it stands. */
    String meaning(String code) {
        return fields.getOrDefault(code, path) + "=" + code;
    }

    /** What a code is part of. */
    String above(String code) {
        return coarser.getOrDefault(code, TableDisclosure.TOTAL);
    }

    /** The code, what it is part of, and so on to the total. */
    List<String> chain(String code) {
        List<String> chain = new ArrayList<>(List.of(code));
        while (!code.equals(TableDisclosure.TOTAL)) {
            code = above(code);
            chain.add(code);
        }
        return chain;
    }
}
