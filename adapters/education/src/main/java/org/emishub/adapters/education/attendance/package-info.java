/** A term's attendance: one row per child and month. */
@NullMarked
package org.emishub.adapters.education.attendance;

import org.jspecify.annotations.NullMarked;
