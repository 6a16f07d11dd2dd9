package org.emishub.deployment.fifth;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Found;
import org.emishub.routes.system.Means;
import org.emishub.routes.system.Question;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/** A civil registry that knows one child. */
public final class CivilRegistryAdapter implements Adapter {
    static final String CHILD = "1234567890123";

    private static final Map<String, Boolean> ALIVE = Map.of(CHILD, true);

    @Override
    public Protocol protocol() {
        return new Protocol("civil-status");
    }

    @Override
    public ConnectedSystem connect(MemberSystem member, Means means) {
        return ConnectedSystem.of(member.id())
                .answering(question ->
                        find(question, member, LocalDate.ofInstant(means.clock().instant(), ZoneOffset.UTC)));
    }

    private static Found find(Question question, MemberSystem member, LocalDate today) {
        String number = (String) question.subject().fields().get("child.id");
        Boolean alive = number == null ? null : ALIVE.get(number);
        return alive == null
                ? new Found.None()
                : new Found.Match(ChildRecord.from(member.id().toString(), today)
                        .put("child.id", number)
                        .put("child.familyName", "Раҳимова")
                        .put("child.alive", alive)
                        .build());
    }
}
