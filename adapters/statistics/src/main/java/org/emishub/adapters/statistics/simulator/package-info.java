/** A statistics committee that validates what it gets by checks of its own. */
@NullMarked
package org.emishub.adapters.statistics.simulator;

import org.jspecify.annotations.NullMarked;
