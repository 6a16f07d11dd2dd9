/** Key stores and private files: made at a sandbox's first start, given in production. */
@NullMarked
package org.emishub.deployment.keys;

import org.jspecify.annotations.NullMarked;
