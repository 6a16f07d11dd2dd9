/** Measures the hub as its members meet it, beside the bare cost of the cryptography, in one run. */
@NullMarked
package org.emishub.deployment.bench;

import org.jspecify.annotations.NullMarked;
