package org.emishub.adapters.statistics.structure;

import java.util.Set;
import java.util.TreeSet;
import org.emishub.adapters.statistics.structure.DataStructure.Attribute;
import org.emishub.adapters.statistics.structure.DataStructure.Component;

/** Generates the structure-specific schema of a definition, by the rules of SDMX 2.1 section 3A, part V. */
public final class StructureSchema {
    private static final String HEAD =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="%1$s" targetNamespace="%1$s"
                xmlns:dsd="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
                xmlns:common="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common" elementFormDefault="qualified">
              <xs:import namespace="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific" schemaLocation="%2$s/SDMXDataStructureSpecific.xsd"/>
              <xs:import namespace="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common" schemaLocation="%2$s/SDMXCommon.xsd"/>
              <xs:import namespace="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" schemaLocation="%2$s/SDMXMessage.xsd"/>
              <xs:complexType name="DataSetType">
                <xs:complexContent>
                  <xs:restriction base="dsd:DataSetType">
                    <xs:sequence>
                      <xs:element ref="common:Annotations" minOccurs="0"/>
                      <xs:element name="DataProvider" type="common:DataProviderReferenceType" form="unqualified" minOccurs="0"/>
                      <xs:element name="Obs" type="ObsType" form="unqualified" minOccurs="0" maxOccurs="unbounded"/>
                    </xs:sequence>
                    <xs:attribute name="REPORTING_YEAR_START_DAY" type="xs:gMonthDay" use="prohibited"/>
                  </xs:restriction>
                </xs:complexContent>
              </xs:complexType>
              <xs:complexType name="ObsType">
                <xs:complexContent>
                  <xs:restriction base="dsd:ObsType">
                    <xs:sequence>
                      <xs:element ref="common:Annotations" minOccurs="0"/>
                    </xs:sequence>
                    <xs:attribute name="type" type="common:IDType" use="prohibited"/>
                    <xs:attribute name="%3$s" type="common:ObservationalTimePeriodType" use="required"/>
                    <xs:attribute name="REPORTING_YEAR_START_DAY" type="xs:gMonthDay" use="prohibited"/>
                    <xs:attribute name="%4$s" type="xs:long" use="optional"/>
            """;
    private static final String MIDDLE =
            """
                  </xs:restriction>
                </xs:complexContent>
              </xs:complexType>
            """;

    private StructureSchema() {}

    /**
     * The schema of one definition, for data with all dimensions at the observation.
     *
     * @param sdmxSchemas where the SDMX-ML 2.1 schemas are, as a URI without a closing slash
     */
    public static String of(DataStructure structure, String sdmxSchemas) {
        StringBuilder out = new StringBuilder(
                HEAD.formatted(structure.namespace(), sdmxSchemas, structure.timeDimension(), structure.measure()));
        structure.dimensions().forEach(d -> attribute(out, d, true));
        structure.attributes().forEach(a -> attribute(out, a.component(), a.mandatory()));
        out.append(MIDDLE);
        structure.dimensions().forEach(d -> codes(out, d));
        structure.attributes().stream().map(Attribute::component).forEach(a -> codes(out, a));
        return out.append("</xs:schema>\n").toString();
    }

    private static void attribute(StringBuilder out, Component component, boolean required) {
        out.append("        <xs:attribute name=\"")
                .append(component.id())
                .append("\" type=\"")
                .append(component.codes().isEmpty() ? "xs:string" : component.id() + ".Codes")
                .append("\" use=\"")
                .append(required ? "required" : "optional")
                .append("\"/>\n");
    }

    private static void codes(StringBuilder out, Component component) {
        Set<String> codes = new TreeSet<>(component.codes());
        if (codes.isEmpty()) {
            return;
        }
        out.append("  <xs:simpleType name=\"").append(component.id()).append(".Codes\">\n");
        out.append("    <xs:restriction base=\"xs:string\">\n");
        codes.forEach(code ->
                out.append("      <xs:enumeration value=\"").append(code).append("\"/>\n"));
        out.append("    </xs:restriction>\n  </xs:simpleType>\n");
    }
}
