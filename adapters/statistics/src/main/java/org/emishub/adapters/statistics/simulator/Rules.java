package org.emishub.adapters.statistics.simulator;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The committee's own reading of its structure message: which components there are, and which codes each may have. */
record Rules(String structure, List<String> dimensions, Map<String, Set<String>> codes, Set<String> mandatory) {
    static final String MEASURE = "OBS_VALUE";
    static final String TIME = "TIME_PERIOD";

    /** Reads the first data structure definition of an SDMX-ML 2.1 structure message that precedes it with its code lists. */
    static Rules read(byte[] structureMessage) {
        Map<String, Set<String>> lists = new HashMap<>();
        Map<String, String> listOf = new LinkedHashMap<>();
        List<String> dimensions = new ArrayList<>();
        Set<String> mandatory = new HashSet<>();
        String list = "";
        String component = "";
        String structure = "";
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(structureMessage));
            while (in.hasNext()) {
                if (in.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                String id = in.getAttributeValue(null, "id");
                switch (in.getLocalName()) {
                    case "Codelist" -> {
                        list = id;
                        lists.put(list, new HashSet<>());
                    }
                    case "Code" -> lists.getOrDefault(list, new HashSet<>()).add(id);
                    case "DataStructure" ->
                        structure = in.getAttributeValue(null, "agencyID") + ":" + id + "("
                                + in.getAttributeValue(null, "version") + ")";
                    case "Dimension" -> {
                        component = id;
                        dimensions.add(component);
                    }
                    case "Attribute" -> {
                        component = id;
                        if ("Mandatory".equals(in.getAttributeValue(null, "assignmentStatus"))) {
                            mandatory.add(id);
                        }
                    }
                    case "Ref" -> {
                        if ("Codelist".equals(in.getAttributeValue(null, "class"))) {
                            listOf.put(component, id);
                        }
                    }
                    default -> {
                        // Names and concepts that no check needs.
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("the structure message is not well-formed", e);
        }
        Map<String, Set<String>> codes = new HashMap<>();
        listOf.forEach((c, l) -> codes.put(c, lists.getOrDefault(l, Set.of())));
        return new Rules(structure, List.copyOf(dimensions), Map.copyOf(codes), Set.copyOf(mandatory));
    }
}
