/** The command line. */
@NullMarked
package org.emishub.deployment.command;

import org.jspecify.annotations.NullMarked;
