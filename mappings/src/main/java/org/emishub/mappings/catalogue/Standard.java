package org.emishub.mappings.catalogue;

/** An outside standard in which a field has a home. */
public enum Standard {
    ONEROSTER,
    FHIR,
    DCI,
    SDMX
}
