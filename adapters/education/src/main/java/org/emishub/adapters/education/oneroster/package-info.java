/** OneRoster 1.2 CSV packages: reading them row by row in bounded memory. */
@NullMarked
package org.emishub.adapters.education.oneroster;

import org.jspecify.annotations.NullMarked;
