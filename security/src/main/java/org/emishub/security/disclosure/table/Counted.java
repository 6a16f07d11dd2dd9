package org.emishub.security.disclosure.table;

import java.util.List;

/**
 * A table as it was counted, before anything is hidden.
 *
 * @param keys by cell the code in each dimension, {@code _T} for the total over it
 * @param widths by cell how wide what a reader can work out must stay; 0 where nothing needs protection
 */
record Counted(List<Dimension> dimensions, List<List<String>> keys, long[] counts, int[] widths) {}
