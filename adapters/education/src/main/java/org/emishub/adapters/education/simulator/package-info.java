/** A school register of its own: it writes what a ministry's system would write, and judges the hub by what it gets back, with no class of the hub's. */
@NullMarked
package org.emishub.adapters.education.simulator;

import org.jspecify.annotations.NullMarked;
