package org.emishub.deployment.command;

import org.emishub.deployment.config.HubConfig;

/** Where a running hub can be reached, for a person to read. */
final class Addresses {
    private Addresses() {}

    static String of(HubConfig config) {
        HubConfig.Doors doors = config.doors();
        return """
                EMIS Hub is ready.
                  sealed envelopes   http://%1$s:%2$d/exchange
                  native protocols   https://%1$s:%3$d/  (client certificate)
                  health, metrics    http://%1$s:%4$d/actuator/health
                  data folder        %5$s"""
                .formatted(doors.host(), doors.http(), doors.https(), doors.management(), config.data());
    }
}
