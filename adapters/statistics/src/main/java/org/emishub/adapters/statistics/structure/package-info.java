/** SDMX data structure definitions: what a table's dimensions, codes and attributes may be. */
@NullMarked
package org.emishub.adapters.statistics.structure;

import org.jspecify.annotations.NullMarked;
