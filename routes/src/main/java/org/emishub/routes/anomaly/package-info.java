/** The job that asks the rules for anomalies about new entries, on one node at a time. */
@NullMarked
package org.emishub.routes.anomaly;

import org.jspecify.annotations.NullMarked;
