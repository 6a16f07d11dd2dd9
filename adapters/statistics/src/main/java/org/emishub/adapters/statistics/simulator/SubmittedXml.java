package org.emishub.adapters.statistics.simulator;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads SDMX-ML 2.1 structure-specific data with all dimensions at the observation; no DTD, no entities. */
final class SubmittedXml {
    private static final String MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message";

    private SubmittedXml() {}

    static Submitted read(byte[] bytes) throws Rejected {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
            in.nextTag();
            if (!in.getLocalName().equals("StructureSpecificData") || !MESSAGE.equals(in.getNamespaceURI())) {
                throw new Rejected(line(in), "", "NOT_STRUCTURE_SPECIFIC_DATA");
            }
            return rows(in);
        } catch (XMLStreamException e) {
            throw new Rejected(e.getLocation() == null ? 0 : e.getLocation().getLineNumber(), "", "NOT_WELL_FORMED");
        }
    }

    private static Submitted rows(XMLStreamReader in) throws XMLStreamException, Rejected {
        String structure = "";
        boolean flat = false;
        List<Submitted.Row> rows = new ArrayList<>();
        while (in.hasNext()) {
            if (in.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            switch (in.getLocalName()) {
                case "Structure" ->
                    flat |= "AllDimensions".equals(in.getAttributeValue(null, "dimensionAtObservation"));
                case "Ref" ->
                    structure = in.getAttributeValue(null, "agencyID") + ":" + in.getAttributeValue(null, "id") + "("
                            + in.getAttributeValue(null, "version") + ")";
                case "Series", "Group" -> throw new Rejected(line(in), in.getLocalName(), "NOT_ALL_DIMENSIONS");
                case "Obs" -> rows.add(new Submitted.Row(line(in), structure, values(in)));
                default -> {
                    // Header fields that no check needs.
                }
            }
        }
        if (!flat) {
            throw new Rejected(0, "dimensionAtObservation", "NOT_ALL_DIMENSIONS");
        }
        return new Submitted(rows);
    }

    private static Map<String, String> values(XMLStreamReader in) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            values.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
        }
        return values;
    }

    private static int line(XMLStreamReader in) {
        return in.getLocation().getLineNumber();
    }
}
