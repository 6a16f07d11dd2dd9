/** The school register's own data, sealed per child and year, replaced by each package and readable by questions only. */
@NullMarked
package org.emishub.adapters.education.snapshot;

import org.jspecify.annotations.NullMarked;
