/** The statistical office: receives what is counted, in the exchange format of official statistics. */
@NullMarked
package org.emishub.adapters.statistics;

import org.jspecify.annotations.NullMarked;
