package org.emishub.routes.world;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.Acceptance;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.gateway.NativeEvent;
import org.emishub.routes.store.Letter;
import org.emishub.security.envelope.Message;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import tools.jackson.databind.node.ObjectNode;

/** Facts about children's enrolment, as the school register and the schools send them. */
public final class Children {
    public static final SystemId EMIS = SystemId.of("education/emis");
    public static final SystemId HEALTH = SystemId.of("health/register");
    public static final SystemId SOCIAL = SystemId.of("social-protection/registry");
    /** Of the schools, which speak the hub's own protocol. */
    public static final String LEFT = "schools.left";

    private final World world;

    public Children(World world) {
        this.world = world;
    }

    /** What the school register says goes to a client. */
    public static TestAgreement agreement(String id, SystemId client) {
        return TestAgreement.of(id, "event", EMIS.toString(), client.toString(), "enrolment")
                .with("discloses", "{ child.id: as is, enrolment.grade: as is }")
                .with("limits", "{ perDay: 100000, perRequest: 5 }");
    }

    /** What schools say goes to a client. */
    public static TestAgreement left(SystemId client) {
        return TestAgreement.of(LEFT, "event", World.SCHOOLS.toString(), client.toString(), "leaving")
                .with("discloses", "{ child.id: as is, enrolment.grade: as is }")
                .with("limits", "{ perDay: 100000, perRequest: 5 }");
    }

    /** The school register says in which grade a child is on a day; its protocol does not say when it was written. */
    public Acceptance accept(String id, String child, String asOf) {
        ChildRecord record = ChildRecord.from(EMIS.toString(), LocalDate.parse(asOf))
                .put("child.id", child)
                .put("enrolment.grade", "grade-4")
                .build();
        return world.hub.gateway().accept(new NativeEvent(EMIS, id, World.utf8(id), "enrolment", record));
    }

    /** A school says it in a sealed message of a certain time. */
    public HubReply send(String id, String child, String asOf, Instant issued, String grade) {
        ObjectNode content = StrictJson.newObject().put("asOf", asOf);
        content.putObject("record").put("child.id", child).put("enrolment.grade", grade);
        Instant whole = Instant.ofEpochSecond(issued.getEpochSecond());
        Message message =
                new Message(id, World.SCHOOLS, World.HUB, LEFT, "event", whole, whole.plusSeconds(3_600), "", content);
        return world.hub.gateway().exchange(world.envelopes(World.SCHOOLS).seal(message));
    }

    /** Every letter, the oldest first. */
    public List<Letter> letters() {
        try {
            List<Letter> newestFirst = world.hub.messages().list(null, 10_000);
            java.util.ArrayList<Letter> letters = new java.util.ArrayList<>(newestFirst);
            java.util.Collections.reverse(letters);
            return letters;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What became of a message. */
    public Letter letter(String messageId) {
        return letters().stream()
                .filter(letter -> letter.messageId().equals(messageId))
                .findFirst()
                .orElseThrow();
    }
}
