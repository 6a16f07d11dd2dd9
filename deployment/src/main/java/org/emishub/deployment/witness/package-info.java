/** A witness as a process of its own: its folder, its port, what it prints. */
@NullMarked
package org.emishub.deployment.witness;

import org.jspecify.annotations.NullMarked;
