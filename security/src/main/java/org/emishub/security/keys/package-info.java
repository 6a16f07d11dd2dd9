/** The hub's own keys, as deployment hands them in. */
@NullMarked
package org.emishub.security.keys;

import org.jspecify.annotations.NullMarked;
