package org.emishub.adapters.education.oneroster;

/**
 * What a package may cost before anything in it is believed.
 *
 * @param fileBytes of one file when unpacked
 * @param ratio how many times larger than its packed form a file may be
 */
public record PackageLimits(long fileBytes, int ratio) {
    /** Room for a country of 5 million children; text of a register packs about 5 to 30 times. */
    public static final PackageLimits DEFAULT = new PackageLimits(4L << 30, 200);

    /** A file smaller than this when unpacked may have any ratio: an empty column packs very well. */
    static final long RATIO_FROM = 8 << 20;

    static final int MAX_ENTRIES = 32;
}
