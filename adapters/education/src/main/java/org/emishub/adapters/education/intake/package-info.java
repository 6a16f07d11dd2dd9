/** Taking what the school register delivers: a posted or dropped file becomes a receipt, a new snapshot and events. */
@NullMarked
package org.emishub.adapters.education.intake;

import org.jspecify.annotations.NullMarked;
