package org.emishub.adapters.education;

import org.emishub.adapters.education.snapshot.EducationProvider;
import org.emishub.adapters.education.snapshot.SnapshotKeeper;
import org.emishub.routes.system.Adapter;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.system.Means;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;

/** Connects a school register that delivers files; its questions are answered from the snapshot kept of them. */
public final class OneRosterAdapter implements Adapter {
    /** As a member file calls it. */
    public static final Protocol PROTOCOL = new Protocol("oneroster");

    @Override
    public Protocol protocol() {
        return PROTOCOL;
    }

    @Override
    public ConnectedSystem connect(MemberSystem member, Means means) {
        EducationProvider provider = new EducationProvider(
                means.dataSource(), means.vault(), member.id().toString());
        SnapshotKeeper keeper = new SnapshotKeeper(
                means.dataSource(), means.vault(), member.id().toString());
        return ConnectedSystem.of(member.id())
                .answering(provider)
                .countable(provider)
                .keeping(keeper);
    }
}
