package org.emishub.adapters.statistics.structure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.emishub.adapters.statistics.structure.DataStructure.Attribute;
import org.emishub.adapters.statistics.structure.DataStructure.Component;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads a data structure definition from an SDMX-ML 2.1 structure message. */
public final class StructureReader {
    private static final String STRUCTURE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure";

    private final Document document;
    private final Map<String, Set<String>> codelists = new HashMap<>();

    private StructureReader(Document document) {
        this.document = document;
        for (Element list : all(document.getDocumentElement(), "Codelist")) {
            Set<String> codes = new HashSet<>();
            all(list, "Code").forEach(code -> codes.add(code.getAttribute("id")));
            codelists.put(reference(list, "agencyID", "id", "version"), codes);
        }
    }

    /**
     * Reads one definition of a message; no DTD and no external entity is followed.
     *
     * @param id the definition's id
     * @param version its version
     * @throws IllegalArgumentException when the message has no such definition, is not XML, or names a code list it does not hold
     */
    public static DataStructure read(InputStream message, String id, String version) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            return new StructureReader(factory.newDocumentBuilder().parse(message)).structure(id, version);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a security feature", e);
        } catch (SAXException e) {
            throw new IllegalArgumentException("the structure message is not well-formed XML", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataStructure structure(String id, String version) {
        Element found = all(document.getDocumentElement(), "DataStructure").stream()
                .filter(s -> s.getAttribute("id").equals(id)
                        && s.getAttribute("version").equals(version))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no data structure definition " + id + "(" + version + ") in the message"));
        List<Component> dimensions = new ArrayList<>();
        all(found, "Dimension").stream().filter(d -> d.hasAttribute("id")).forEach(d -> dimensions.add(component(d)));
        List<Attribute> attributes = new ArrayList<>();
        for (Element a : all(found, "Attribute")) {
            attributes.add(new Attribute(component(a), "Mandatory".equals(a.getAttribute("assignmentStatus"))));
        }
        return new DataStructure(
                found.getAttribute("agencyID"),
                id,
                version,
                dimensions,
                only(found, "TimeDimension").getAttribute("id"),
                only(found, "PrimaryMeasure").getAttribute("id"),
                attributes);
    }

    private Component component(Element element) {
        List<Element> enumerations = all(element, "Enumeration");
        if (enumerations.isEmpty()) {
            return new Component(element.getAttribute("id"), Set.of());
        }
        Element ref = (Element) enumerations.get(0).getElementsByTagName("Ref").item(0);
        String name = reference(ref, "agencyID", "id", "version");
        Set<String> codes = codelists.get(name);
        if (codes == null) {
            throw new IllegalArgumentException("the message does not hold the code list " + name);
        }
        return new Component(element.getAttribute("id"), codes);
    }

    private static Element only(Element parent, String name) {
        return all(parent, name).stream()
                .filter(e -> e.hasAttribute("id"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the definition has no " + name));
    }

    private static List<Element> all(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagNameNS(STRUCTURE, name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static String reference(Element element, String agency, String id, String version) {
        return element.getAttribute(agency) + ":" + element.getAttribute(id) + "(" + element.getAttribute(version)
                + ")";
    }
}
