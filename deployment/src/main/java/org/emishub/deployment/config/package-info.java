/** What an operator may set, in {@code hub.yaml} or {@code HUB_*}, read once and strictly. */
@NullMarked
package org.emishub.deployment.config;

import org.jspecify.annotations.NullMarked;
