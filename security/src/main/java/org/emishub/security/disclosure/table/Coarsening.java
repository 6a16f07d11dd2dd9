package org.emishub.security.disclosure.table;

import java.util.Optional;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.codes.CodeList;
import org.emishub.security.agreement.Operation;

/** What a reader knows of two tables that divide children by the same field, one more finely: which codes of the one make up a code of the other. */
final class Coarsening {
    private Coarsening() {}

    /** The code under the coarser operation; empty where the two operations do not nest. */
    static Optional<String> of(String path, String fine, String coarse, String code) {
        Operation from = Operation.parse(fine).orElseThrow();
        Operation to = Operation.parse(coarse).orElseThrow();
        if (from instanceof Operation.AgeBand a && to instanceof Operation.AgeBand b) {
            return b.years() > a.years() && b.years() % a.years() == 0 ? band(b.years(), code) : Optional.empty();
        }
        if (from instanceof Operation.AsIs && to instanceof Operation.Coarsened) {
            return CodeList.standard(
                            FieldCatalogue.standard().find(path).orElseThrow().codes())
                    .coarser(code);
        }
        return Optional.empty();
    }

    private static Optional<String> band(int years, String code) {
        String first = code.contains("-") ? code.substring(0, code.indexOf('-')) : code;
        if (!first.matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        int from = Integer.parseInt(first) / years * years;
        return Optional.of(from + "-" + (from + years - 1));
    }
}
