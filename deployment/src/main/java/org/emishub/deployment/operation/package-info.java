/** What an operator asks of a hub, over its management port or, while none runs, on its data folder. */
@NullMarked
package org.emishub.deployment.operation;

import org.jspecify.annotations.NullMarked;
