/** JSON as the hub signs and reads it: strict when parsed, canonical (RFC 8785) when hashed. */
@NullMarked
package org.emishub.security.json;

import org.jspecify.annotations.NullMarked;
