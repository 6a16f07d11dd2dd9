/** How the hub says no: one value with one stable code. */
@NullMarked
package org.emishub.security.refusal;

import org.jspecify.annotations.NullMarked;
