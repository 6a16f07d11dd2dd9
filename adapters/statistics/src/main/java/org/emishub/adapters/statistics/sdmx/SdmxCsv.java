package org.emishub.adapters.statistics.sdmx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.emishub.adapters.statistics.structure.DataStructure;
import org.emishub.adapters.statistics.structure.DataStructure.Component;

/**
 * Writes SDMX-CSV 2.0 (field guide, "Columns" and "Column content").
 *
 * <p>Every cell is an SDMX code, a number or a reference, none of which needs quoting under RFC 4180; one that would is a fault.
 */
final class SdmxCsv {
    private static final String END = "\r\n";

    private SdmxCsv() {}

    static byte[] write(Dataset dataset) {
        DataStructure structure = dataset.structure();
        List<String> header = new ArrayList<>(List.of("STRUCTURE", "STRUCTURE_ID", "ACTION"));
        structure.dimensions().stream().map(Component::id).forEach(header::add);
        header.addAll(
                List.of(structure.timeDimension(), structure.measure(), "OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE"));
        StringBuilder out = new StringBuilder(dataset.observations().size() * 80);
        line(out, header);
        for (Observation observation : dataset.observations()) {
            List<String> cells = new ArrayList<>(List.of("datastructure", structure.reference(), "R"));
            cells.addAll(observation.key());
            cells.add(dataset.period());
            cells.add(observation.suppressed() ? "" : Long.toString(observation.value()));
            cells.addAll(List.of(observation.status(), observation.confidentiality(), "PS"));
            line(out, cells);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
                throw new IllegalArgumentException("a cell of an SDMX-CSV message needs quoting");
            }
            out.append(i == 0 ? "" : ",").append(cell);
        }
        out.append(END);
    }
}
