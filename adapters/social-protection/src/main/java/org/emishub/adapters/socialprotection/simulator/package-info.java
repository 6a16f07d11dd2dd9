/** Systems of social protection that are not ours, each with its own checks; they share no class with the hub's side of the wire. */
@NullMarked
package org.emishub.adapters.socialprotection.simulator;

import org.jspecify.annotations.NullMarked;
