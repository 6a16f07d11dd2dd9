package org.emishub.security.member;

/** What a connected system speaks with the hub. */
public enum Protocol {
    /** Nested JWT envelopes over HTTP. */
    HUB,
    FHIR,
    DCI,
    SOAP,
    ONEROSTER,
    SDMX
}
