/** Guaranteed Delivery: from the outbox through the broker to the recipient, with a receipt or a dead letter at the end. */
@NullMarked
package org.emishub.routes.delivery;

import org.jspecify.annotations.NullMarked;
