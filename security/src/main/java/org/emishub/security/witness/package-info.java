/** Outside parties that vouch for checkpoints: C2SP tlog-witness on both sides, without the wire. */
@NullMarked
package org.emishub.security.witness;

import org.jspecify.annotations.NullMarked;
