/** Has outside parties vouch for the ledger's checkpoints, while the exchange goes on. */
@NullMarked
package org.emishub.deployment.testimony;

import org.jspecify.annotations.NullMarked;
