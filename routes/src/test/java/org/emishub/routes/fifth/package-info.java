/** All that a fifth connected system needs: one folder, one agreement with its cases, one line in a list. */
@NullMarked
package org.emishub.routes.fifth;

import org.jspecify.annotations.NullMarked;
