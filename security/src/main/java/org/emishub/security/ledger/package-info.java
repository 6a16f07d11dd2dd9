/** Append-only entries in an RFC 6962 tree with signed checkpoints, durable before anything leaves. */
@NullMarked
package org.emishub.security.ledger;

import org.jspecify.annotations.NullMarked;
