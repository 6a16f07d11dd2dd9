package org.emishub.routes.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.member.MemberSystem;
import org.emishub.security.member.Protocol;
import org.emishub.security.member.SendingLimits;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;

class AdaptersTest {
    private static final Adapter CIVIL = new OnlyAsks("civil-status");

    /** Its adapter only names the member. */
    private record OnlyAsks(String word) implements Adapter {
        @Override
        public Protocol protocol() {
            return new Protocol(word);
        }

        @Override
        public ConnectedSystem connect(MemberSystem member, Means means) {
            return ConnectedSystem.of(member.id());
        }
    }

    @Test
    void connect_each_member_by_its_protocol_and_leave_the_hub_protocol_to_the_hub() {
        List<ConnectedSystem> systems = connect(List.of(CIVIL), "civil-status", "hub");
        assertThat(systems).extracting(system -> system.id().toString()).containsExactly("org/civil-status");
    }

    @Test
    void stop_at_a_protocol_nobody_speaks_with_the_file_and_what_is_spoken() {
        assertThatThrownBy(() -> connect(List.of(CIVIL), "carrier-pigeon"))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("org.yaml:0: no installed adapter speaks 'carrier-pigeon'")
                .hasMessageEndingWith("Allowed: civil-status, hub.");
    }

    @Test
    void are_one_to_a_protocol() {
        assertThatThrownBy(() -> new Adapters(List.of(CIVIL, new OnlyAsks("civil-status"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two adapters speak 'civil-status'");
        assertThatThrownBy(() -> new Adapters(List.of(new OnlyAsks("hub")))).hasMessageContaining("the hub itself");
    }

    private static List<ConnectedSystem> connect(List<Adapter> adapters, String... protocols) {
        return new Adapters(adapters)
                .connect(Stream.of(protocols).map(AdaptersTest::member).toList(), nothing());
    }

    private static MemberSystem member(String protocol) {
        return new MemberSystem(
                new SystemId("org", protocol),
                "An organisation",
                new Protocol(protocol),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SendingLimits.NONE);
    }

    /** The adapter here uses nothing of it. */
    @SuppressWarnings("NullAway")
    private static Means nothing() {
        return new Means(SystemId.of("hub/hub"), () -> null, null, null, null, null, Clock.systemUTC());
    }
}
