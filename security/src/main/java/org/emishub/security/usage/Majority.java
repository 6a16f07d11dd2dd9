package org.emishub.security.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * From when on the young person looks, and the guardian no longer does.
 *
 * @param age in full years
 * @param zone in which the birthday begins; one for the whole hub, for a say over a child is no one agreement's
 */
public record Majority(int age, ZoneId zone) {
    LocalDate today(Instant now) {
        return now.atZone(zone).toLocalDate();
    }
}
