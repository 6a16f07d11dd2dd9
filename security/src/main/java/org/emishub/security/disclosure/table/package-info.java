/** Tables of counts, from which nobody can work out a protected cell: what a reader knows is attacked before a table leaves. */
@NullMarked
package org.emishub.security.disclosure.table;

import org.jspecify.annotations.NullMarked;
