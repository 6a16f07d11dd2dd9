/** What an auditor wants to be told of: rules in a file, found over ledger entries, each finding in words. */
@NullMarked
package org.emishub.security.anomaly;

import org.jspecify.annotations.NullMarked;
