/** Who looked at one child's data: what a guardian or young person is shown, in the shape of Estonia's Data Tracker and in plain words. */
@NullMarked
package org.emishub.security.usage;

import org.jspecify.annotations.NullMarked;
