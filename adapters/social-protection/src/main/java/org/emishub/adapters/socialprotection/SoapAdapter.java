package org.emishub.adapters.socialprotection;

import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/** Lets the older SOAP systems join; they only ask, and that through {@link org.emishub.adapters.socialprotection.soap.SoapDoor}. */
public final class SoapAdapter implements Adapter {
    @Override
    public Protocol protocol() {
        return Protocol.SOAP;
    }

    @Override
    public ConnectedSystem connect(MemberSystem member, Means means) {
        return ConnectedSystem.of(member.id());
    }
}
