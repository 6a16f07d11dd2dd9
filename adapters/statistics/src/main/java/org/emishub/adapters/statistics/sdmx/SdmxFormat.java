package org.emishub.adapters.statistics.sdmx;

/** The formats a statistics office may ask for. */
public enum SdmxFormat {
    /** SDMX-CSV 2.0. */
    CSV("application/vnd.sdmx.data+csv;version=2.0.0"),
    /** SDMX-ML 2.1, structure-specific data. */
    ML("application/vnd.sdmx.structurespecificdata+xml;version=2.1");

    private final String mediaType;

    SdmxFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type registered by SDMX for its REST interface. */
    public String mediaType() {
        return mediaType;
    }

    /** The exact bytes; the same dataset always gives the same. */
    public byte[] write(Dataset dataset) {
        return this == CSV ? SdmxCsv.write(dataset) : SdmxMl.write(dataset);
    }
}
