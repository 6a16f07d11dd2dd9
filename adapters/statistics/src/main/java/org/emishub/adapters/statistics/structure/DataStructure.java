package org.emishub.adapters.statistics.structure;

import java.util.List;
import java.util.Set;

/**
 * One SDMX data structure definition.
 *
 * @param dimensions in their order, without the time dimension
 * @param timeDimension its id, {@code TIME_PERIOD} in SDMX 2.1
 * @param measure the primary measure's id, {@code OBS_VALUE} in SDMX 2.1
 */
public record DataStructure(
        String agency,
        String id,
        String version,
        List<Component> dimensions,
        String timeDimension,
        String measure,
        List<Attribute> attributes) {
    public DataStructure {
        dimensions = List.copyOf(dimensions);
        attributes = List.copyOf(attributes);
    }

    /** A coded component; {@code codes} is empty when it is not coded. */
    public record Component(String id, Set<String> codes) {
        public Component {
            codes = Set.copyOf(codes);
        }

        public boolean allows(String code) {
            return codes.isEmpty() || codes.contains(code);
        }
    }

    /** An attribute of an observation. */
    public record Attribute(Component component, boolean mandatory) {
        public String id() {
            return component.id();
        }
    }

    /** {@code AGENCY:ID(VERSION)}, as SDMX-CSV 2.0 names a structure. */
    public String reference() {
        return agency + ":" + id + "(" + version + ")";
    }

    /** The namespace of its structure-specific schema with all dimensions at the observation (SDMX 2.1 section 3A, 4.2). */
    public String namespace() {
        return "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=" + reference() + ":ObsLevelDim:AllDimensions";
    }
}
