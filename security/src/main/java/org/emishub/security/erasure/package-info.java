/** What stays of a child that was erased: that it was, when and why, of nobody. */
@NullMarked
package org.emishub.security.erasure;

import org.jspecify.annotations.NullMarked;
