/** Files that outlast a power cut. */
@NullMarked
package org.emishub.security.file;

import org.jspecify.annotations.NullMarked;
