/** Destroys what is past its time, and enters what it destroyed so that it can be shown. */
@NullMarked
package org.emishub.routes.retention;

import org.jspecify.annotations.NullMarked;
