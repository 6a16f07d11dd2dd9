/** Tells outside audit repositories what the ledger holds, never the other way round. */
@NullMarked
package org.emishub.routes.audit;

import org.jspecify.annotations.NullMarked;
