package org.emishub.adapters.statistics.sdmx;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.emishub.adapters.statistics.structure.DataStructure;

/** Writes SDMX-ML 2.1 structure-specific data with all dimensions at the observation (SDMX 2.1 section 3A, part V). */
final class SdmxMl {
    private static final String MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message";
    private static final String COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common";
    private static final String SPECIFIC = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific";

    private SdmxMl() {}

    static byte[] write(Dataset dataset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement("mes", "StructureSpecificData", MESSAGE);
            out.writeNamespace("mes", MESSAGE);
            out.writeNamespace("com", COMMON);
            out.writeNamespace("dsd", SPECIFIC);
            out.writeNamespace("emis", dataset.structure().namespace());
            out.writeNamespace("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
            header(out, dataset);
            data(out, dataset);
            out.writeEndElement();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void header(XMLStreamWriter out, Dataset dataset) throws XMLStreamException {
        DataStructure structure = dataset.structure();
        out.writeStartElement(MESSAGE, "Header");
        text(out, "ID", dataset.messageId());
        text(out, "Test", "false");
        text(out, "Prepared", dataset.prepared() + "T00:00:00Z");
        empty(out, "Sender", Map.of("id", structure.agency()));
        out.writeStartElement(MESSAGE, "Structure");
        attributes(
                out,
                List.of(
                        Map.entry("structureID", structure.id()),
                        Map.entry("namespace", structure.namespace()),
                        Map.entry("dimensionAtObservation", "AllDimensions")));
        out.writeStartElement(COMMON, "Structure");
        out.writeEmptyElement("Ref");
        attributes(
                out,
                List.of(
                        Map.entry("agencyID", structure.agency()),
                        Map.entry("id", structure.id()),
                        Map.entry("version", structure.version())));
        out.writeEndElement();
        out.writeEndElement();
        text(out, "DataSetAction", "Replace");
        out.writeEndElement();
    }

    private static void data(XMLStreamWriter out, Dataset dataset) throws XMLStreamException {
        DataStructure structure = dataset.structure();
        out.writeStartElement(MESSAGE, "DataSet");
        out.writeAttribute(SPECIFIC, "structureRef", structure.id());
        out.writeAttribute(SPECIFIC, "dataScope", "DataStructure");
        out.writeAttribute(SPECIFIC, "action", "Replace");
        out.writeAttribute(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type", "emis:DataSetType");
        for (Observation observation : dataset.observations()) {
            // One observation a line, so that an error that names a line names an observation.
            out.writeCharacters("\n");
            out.writeEmptyElement("Obs");
            for (int i = 0; i < observation.key().size(); i++) {
                out.writeAttribute(
                        structure.dimensions().get(i).id(), observation.key().get(i));
            }
            out.writeAttribute(structure.timeDimension(), dataset.period());
            if (!observation.suppressed()) {
                out.writeAttribute(structure.measure(), Long.toString(observation.value()));
            }
            attributes(
                    out,
                    List.of(
                            Map.entry("OBS_STATUS", observation.status()),
                            Map.entry("CONF_STATUS", observation.confidentiality()),
                            Map.entry("UNIT_MEASURE", "PS")));
        }
        out.writeEndElement();
    }

    private static void text(XMLStreamWriter out, String name, String value) throws XMLStreamException {
        out.writeStartElement(MESSAGE, name);
        out.writeCharacters(value);
        out.writeEndElement();
    }

    private static void empty(XMLStreamWriter out, String name, Map<String, String> attributes)
            throws XMLStreamException {
        out.writeEmptyElement(MESSAGE, name);
        attributes(out, List.copyOf(attributes.entrySet()));
    }

    private static void attributes(XMLStreamWriter out, List<Map.Entry<String, String>> attributes)
            throws XMLStreamException {
        for (Map.Entry<String, String> attribute : attributes) {
            out.writeAttribute(attribute.getKey(), attribute.getValue());
        }
    }
}
