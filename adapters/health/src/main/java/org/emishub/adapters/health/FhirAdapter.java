package org.emishub.adapters.health;

import java.net.URI;
import org.emishub.adapters.health.enrolment.HealthReceiver;
import org.emishub.adapters.health.register.HealthProvider;
import org.emishub.adapters.health.register.HealthRegister;
import org.emishub.adapters.health.register.IdentifierSystems;
import org.emishub.adapters.health.register.RegisterSettings;
import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/** Connects a health register that speaks FHIR R4; one without an endpoint only asks. */
public final class FhirAdapter implements Adapter {
    private static final Protocol PROTOCOL = new Protocol("fhir");

    @Override
    public Protocol protocol() {
        return PROTOCOL;
    }

    @Override
    public ConnectedSystem connect(MemberSystem member, Means means) {
        ConnectedSystem system = ConnectedSystem.of(member.id());
        return member.endpoint().map(address -> at(address, system, means)).orElse(system);
    }

    private static ConnectedSystem at(URI address, ConnectedSystem system, Means means) {
        RegisterSettings settings = RegisterSettings.of(system.id(), address, IdentifierSystems.sandbox());
        HealthRegister register = HealthRegister.open(settings, means.tls().get());
        return system.answering(new HealthProvider(register, means.clock())).receiving(new HealthReceiver(register));
    }
}
