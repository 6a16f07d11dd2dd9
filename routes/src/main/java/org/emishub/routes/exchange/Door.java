package org.emishub.routes.exchange;

import org.emishub.security.agreement.Agreement;
import org.emishub.security.member.SystemId;

/** Where a provider's facts about one record part come in. */
record Door(SystemId provider, String about) {
    static Door of(Agreement agreement) {
        return new Door(agreement.provider(), agreement.about());
    }

    String routeId() {
        return "accept." + provider.organisation() + "." + provider.system() + "." + about;
    }
}
