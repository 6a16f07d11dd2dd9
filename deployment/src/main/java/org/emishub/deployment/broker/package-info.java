/** Artemis: inside the hub, as a process of its own that nodes share, and the way to that one. */
@NullMarked
package org.emishub.deployment.broker;

import org.jspecify.annotations.NullMarked;
