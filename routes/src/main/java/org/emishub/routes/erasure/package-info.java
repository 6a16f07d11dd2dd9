/** Erases a child: everything the hub keeps of it, its keys last, so that the proofs stay and nobody is in them any more. */
@NullMarked
package org.emishub.routes.erasure;

import org.jspecify.annotations.NullMarked;
