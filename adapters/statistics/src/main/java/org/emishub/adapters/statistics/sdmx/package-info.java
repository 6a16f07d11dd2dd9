/** Tables written as SDMX-CSV 2.0 and SDMX-ML 2.1. */
@NullMarked
package org.emishub.adapters.statistics.sdmx;

import org.jspecify.annotations.NullMarked;
