package org.emishub.routes.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.routes.gateway.HubReply;
import org.emishub.routes.packages.Packages.Upload;
import org.emishub.routes.system.ConnectedSystem;
import org.emishub.routes.world.TestAgreement;
import org.emishub.routes.world.TestProvider;
import org.emishub.routes.world.World;
import org.emishub.security.erasure.ErasureReason;
import org.emishub.security.hash.Sha256;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PackagesTest {
    private static final SystemId REGISTRY = SystemId.of("social-protection/registry");
    private static final String AGREEMENT = "schools.meals";

    @TempDir
    Path folder;

    private final TestProvider registry = new TestProvider();
    private World world;

    @BeforeEach
    void aWorld() {
        for (int i = 1; i <= 500; i++) {
            registry.knows(ChildRecord.from(REGISTRY.toString(), LocalDate.of(2026, 11, 1))
                    .put("child.id", "c" + i)
                    .put("household.receivesGrant", "yes")
                    .put("meals.eligible", "eligible")
                    .build());
        }
        world = new World(folder, List.of(ConnectedSystem.of(REGISTRY).answering(registry)), agreement());
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TestAgreement agreement() {
        return TestAgreement.of(AGREEMENT, "batch", REGISTRY.toString(), "education/schools", "meals")
                .with("asks", "{ child.id: as is }")
                .with("discloses", "{ meals.eligible: answer }")
                .with("limits", "{ perDay: 10000, perRequest: 1000 }");
    }

    private TestPackage of(String id, int children, int perPart) {
        return TestPackage.of(world, AGREEMENT, id, children(children), perPart);
    }

    private static List<String> children(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "c" + i).toList();
    }

    private PackageReply post(List<byte[]> parts) {
        Upload upload = world.hub.packages().upload();
        for (byte[] part : parts) {
            Optional<PackageReply.Refused> no = upload.part(part);
            if (no.isPresent()) {
                return no.get();
            }
        }
        return upload.end();
    }

    private JsonNode state(TestPackage asked) {
        PackageReply.State reply = (PackageReply.State) world.hub.packages().ask(asked.request("package-state"));
        return world.open(World.SCHOOLS, reply.jose()).content();
    }

    private void answered(TestPackage asked) {
        await().untilAsserted(
                        () -> assertThat(state(asked).path("state").asString()).isEqualTo("answered"));
    }

    private PackageReply.Result result(TestPackage asked) {
        return (PackageReply.Result) world.hub.packages().ask(asked.request("package-result"));
    }

    private static List<byte[]> answers(PackageReply.Result result) throws Exception {
        List<byte[]> answers = new ArrayList<>();
        for (int i = 1; i <= result.answers(); i++) {
            answers.add(result.sealed().get(i));
        }
        return answers;
    }

    private List<JsonNode> rows(List<byte[]> answers) {
        List<JsonNode> rows = new ArrayList<>();
        answers.forEach(answer ->
                world.open(World.SCHOOLS, answer).content().path("rows").forEach(rows::add));
        return rows;
    }

    private static JsonNode claims(String jws) {
        return StrictJson.object(Base64.getUrlDecoder().decode(jws.split("\\.")[1]));
    }

    private Map<String, Integer> entries() {
        Map<String, Integer> counts = new HashMap<>();
        world.entries().forEach(entry -> counts.merge(entry, 1, Integer::sum));
        return counts;
    }

    @Test
    void gives_a_receipt_for_the_whole_and_a_verdict_for_each_row() throws Exception {
        List<String> children = new ArrayList<>(children(498));
        children.add(7, "nobody");
        children.add(300, "c499");
        world.hub.facts().seal("c499");
        TestPackage asked = TestPackage.of(world, AGREEMENT, "p-1", children, 150);
        PackageReply.Received receipt = (PackageReply.Received) post(asked.all());
        assertThat(claims(receipt.receipt()).path("outcome").asString()).isEqualTo("accepted");
        answered(asked);
        PackageReply.Result result = result(asked);
        List<byte[]> answers = answers(result);
        List<JsonNode> rows = rows(answers);
        assertThat(rows).hasSize(500);
        assertThat(rows)
                .extracting(row -> row.path("row").asString())
                .isEqualTo(IntStream.rangeClosed(1, 500).mapToObj(i -> "r" + i).toList());
        assertThat(rows.get(7).toString()).isEqualTo("{\"row\":\"r8\",\"refusal\":\"NO_DATA\"}");
        assertThat(rows.get(300).toString()).isEqualTo("{\"row\":\"r301\",\"refusal\":\"NO_DATA\"}");
        assertThat(rows.get(0).toString()).isEqualTo("{\"row\":\"r1\",\"fields\":{\"meals.eligible\":\"eligible\"}}");
        assertThat(entries())
                .containsEntry("RECEIVED OK", 4)
                .containsEntry("RELEASED OK", 498)
                .containsEntry("REFUSED SEALED", 1)
                .containsEntry("REFUSED UNKNOWN_CHILD", 1)
                .containsEntry("ASKED OK", 499);
        checkBatchReceipt(asked, claims(result.batchReceipt()), answers);
    }

    /** All that a client can recompute by itself from what it sent and what it got. */
    private void checkBatchReceipt(TestPackage asked, JsonNode claims, List<byte[]> answers) {
        assertThat(claims.path("jti").asString()).isEqualTo(asked.id());
        assertThat(claims.path("rows").asInt()).isEqualTo(500);
        assertThat(claims.path("verdicts").toString()).isEqualTo("{\"DISCLOSED\":498,\"NO_DATA\":2}");
        StringBuilder sent = new StringBuilder();
        world.column("select payload_hash from package_part order by part")
                .forEach(hash -> sent.append(hash).append('\n'));
        assertThat(claims.path("sha256").asString()).isEqualTo(Sha256.hex(sent.toString()));
        StringBuilder verdicts = new StringBuilder();
        StringBuilder wire = new StringBuilder();
        for (byte[] answer : answers) {
            StringBuilder lines = new StringBuilder();
            for (JsonNode row : rows(List.of(answer))) {
                lines.append(row.path("row").asString())
                        .append('\t')
                        .append(row.path("refusal").asString("DISCLOSED"))
                        .append('\n');
            }
            verdicts.append(Sha256.hex(lines.toString())).append('\n');
            wire.append(Sha256.hex(answer)).append('\n');
        }
        assertThat(claims.path("verdictsSha256").asString()).isEqualTo(Sha256.hex(verdicts.toString()));
        assertThat(claims.path("answersSha256").asString()).isEqualTo(Sha256.hex(wire.toString()));
        JsonNode leaf = world.leaves().get(claims.path("seq").asInt());
        assertThat(leaf.path("event").asString()).isIn("RELEASED", "REFUSED");
    }

    @Test
    void erasing_a_child_ends_the_package_that_asks_about_it_and_no_other() {
        TestPackage with = of("p-1", 12, 5);
        TestPackage without = TestPackage.of(world, AGREEMENT, "p-2", List.of("c10", "c11"), 5);
        post(with.all());
        post(without.all());
        answered(with);
        answered(without);

        assertThat(world.hub
                        .eraseWith(world.vault)
                        .erase("c1", ErasureReason.UNLAWFUL, "officer")
                        .counts())
                .containsEntry("packages", 1);

        assertThat(state(with).path("state").asString()).isEqualTo("refused");
        assertThat(state(without).path("state").asString()).isEqualTo("answered");
        assertThat(world.column("select p.package_id from package_answer a join package p on p.number = a.package"
                        + " where a.sealed is not null"))
                .containsExactly("p-2");
        assertThat(world.column("select 1 from inbox where ciphertext is not null"))
                .hasSize(1);
        assertThat(world.ledger.verify().problem()).isEmpty();
    }

    @Test
    void gives_the_same_bytes_as_often_as_they_are_fetched_and_enters_the_first_time() throws Exception {
        TestPackage asked = of("p-1", 30, 10);
        post(asked.all());
        answered(asked);
        PackageReply.Result first = result(asked);
        List<byte[]> bytes = answers(first);
        first.gone().run();
        PackageReply.Result second = result(asked);
        second.gone().run();
        assertThat(answers(second)).usingRecursiveComparison().isEqualTo(bytes);
        assertThat(second.batchReceipt()).isEqualTo(first.batchReceipt());
        assertThat(entries()).containsEntry("DELIVERED OK", 1).containsEntry("RELEASED OK", 30);
    }

    @Test
    void an_upload_that_broke_off_goes_on_where_it_stopped() {
        TestPackage asked = of("p-1", 60, 10);
        List<byte[]> parts = asked.all();
        PackageReply half = post(List.of(parts.get(0), parts.get(1), parts.get(3)));
        assertThat(half).isInstanceOf(PackageReply.State.class);
        assertThat(state(asked).path("missing").toString()).isEqualTo("[[3,3],[5,6]]");
        assertThat(state(asked).path("state").asString()).isEqualTo("coming");
        PackageReply.Received whole = (PackageReply.Received) post(parts);
        assertThat(post(parts)).as("the same again").isEqualTo(whole);
        answered(asked);
        assertThat(entries()).containsEntry("RECEIVED OK", 6).containsEntry("ASKED OK", 60);
    }

    @Test
    void a_part_that_has_expired_meanwhile_is_good_as_a_repetition_only() {
        TestPackage asked = of("p-1", 20, 10);
        List<byte[]> parts = asked.all();
        post(parts.subList(0, 1));
        byte[] request = asked.request("package-state");
        world.clock.forward(Duration.ofMinutes(10));
        assertThat(post(parts.subList(0, 1))).isInstanceOf(PackageReply.State.class);
        assertThat(post(parts)).isEqualTo(new PackageReply.Refused(Code.EXPIRED));
        assertThat(world.hub.packages().ask(request)).isEqualTo(new PackageReply.Refused(Code.EXPIRED));
        assertThat(state(asked).path("missing").toString()).isEqualTo("[[2,2]]");
    }

    @Test
    void a_package_is_worked_on_only_when_all_of_it_is_there() throws Exception {
        TestPackage asked = of("p-1", 20, 10);
        post(List.of(asked.sealed(1)));
        Thread.sleep(300);
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void refuses_what_does_not_belong_together() {
        TestPackage asked = of("p-1", 20, 10);
        ObjectNode other = asked.content(2);
        ((ObjectNode) other.path("package")).put("of", 3);
        byte[] first = asked.sealed(1);
        assertThat(post(List.of(first, asked.sealed(2, other)))).isEqualTo(new PackageReply.Refused(Code.MALFORMED));
        byte[] secondOfThat = world.seal(World.SCHOOLS, "another-id", AGREEMENT, "batch", asked.content(1));
        assertThat(post(List.of(secondOfThat))).isEqualTo(new PackageReply.Refused(Code.REPLAYED));
        assertThat(post(List.of(asked.sealed(1, of("p-1", 20, 10).content(2)))))
                .as("the message id was used for another payload")
                .isEqualTo(new PackageReply.Refused(Code.REPLAYED));
        TestPackage another = of("p-2", 20, 10);
        assertThat(post(List.of(first, another.sealed(1))))
                .as("two packages in one post")
                .isEqualTo(new PackageReply.Refused(Code.MALFORMED));
        assertThat(entries()).containsEntry("REFUSED MALFORMED", 2).containsEntry("REFUSED REPLAYED", 2);
    }

    @Test
    void refuses_a_package_whose_rows_are_not_as_many_as_it_says_as_a_whole() {
        TestPackage asked = of("p-1", 20, 10);
        ObjectNode short2 = asked.content(2);
        ((tools.jackson.databind.node.ArrayNode) short2.path("rows")).remove(0);
        assertThat(post(List.of(asked.sealed(1), asked.sealed(2, short2))))
                .isEqualTo(new PackageReply.Refused(Code.MALFORMED));
        assertThat(state(asked).path("state").asString()).isEqualTo("refused");
        assertThat(state(asked).path("code").asString()).isEqualTo("MALFORMED");
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void the_rows_of_the_whole_package_count_against_the_request_and_the_day() {
        assertThat(post(of("p-1", 1_001, 100).all().subList(0, 1))).isEqualTo(new PackageReply.Refused(Code.TOO_LARGE));
        world.agree(agreement().with("limits", "{ perDay: 25, perRequest: 30 }"));
        TestPackage tooMany = of("p-2", 30, 10);
        assertThat(post(tooMany.all())).isEqualTo(new PackageReply.Refused(Code.LIMIT_REACHED));
        assertThat(state(tooMany).path("code").asString()).isEqualTo("LIMIT_REACHED");
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void refuses_who_is_no_party_and_who_asks_for_another_reason() {
        TestPackage asked = of("p-1", 20, 10);
        byte[] stranger = world.seal(World.STRANGER, "s-1", AGREEMENT, "batch", asked.content(1));
        assertThat(post(List.of(stranger))).isEqualTo(new PackageReply.Refused(Code.NOT_AGREED));
        ObjectNode why = asked.content(1).put("purpose", "HMARKT");
        assertThat(post(List.of(asked.sealed(1, why)))).isEqualTo(new PackageReply.Refused(Code.NO_LEGAL_BASIS));
        assertThat(post(List.of(new byte[] {'x'}))).isEqualTo(new PackageReply.Refused(Code.MALFORMED));
        assertThat(world.column("select 1 from package")).isEmpty();
        assertThat(entries()).containsEntry("REFUSED NOT_AGREED", 1).containsEntry("REFUSED NO_LEGAL_BASIS", 1);
    }

    @Test
    void a_part_is_no_batch_and_a_batch_is_no_part() {
        TestPackage asked = of("p-1", 20, 10);
        assertThat(world.hub.gateway().exchange(asked.sealed(1))).isEqualTo(new HubReply.Refused(Code.MALFORMED));
        ObjectNode plain = asked.content(2);
        plain.remove("package");
        assertThat(post(List.of(asked.sealed(2, plain)))).isEqualTo(new PackageReply.Refused(Code.MALFORMED));
    }

    @Test
    void somebody_else_learns_nothing_of_a_package() {
        TestPackage asked = of("p-1", 20, 10);
        post(asked.all());
        byte[] stranger = world.seal(
                World.STRANGER,
                "s-1",
                AGREEMENT,
                "package-state",
                StrictJson.newObject().put("package", "p-1"));
        PackageReply.State reply = (PackageReply.State) world.hub.packages().ask(stranger);
        assertThat(world.open(World.STRANGER, reply.jose()).content().toString())
                .isEqualTo("{\"package\":\"p-1\",\"state\":\"unknown\"}");
    }

    /** Returns when the hub knows it too: what it says of rows that are given up goes by that. */
    private void isAway(boolean away) {
        registry.isAway(away);
        await().until(() -> world.hub.providers().isAway(REGISTRY) == away);
    }

    @Test
    void a_provider_that_is_away_is_waited_for_and_a_row_that_it_never_answers_fails_alone() throws Exception {
        // After the first attempt it waits until the provider is back: the others would be over within a tenth of a
        // second.
        world.execute("create function waits() returns trigger language plpgsql as 'begin"
                + " if new.attempts > old.attempts then new.next_attempt_at = now() + interval ''1 hour''; end if;"
                + " return new; end'");
        world.execute("create trigger waits before update on package for each row execute function waits()");
        isAway(true);
        TestPackage asked = of("p-1", 20, 20);
        post(asked.all());
        await().until(() ->
                ((Number) world.column("select attempts from package").get(0)).intValue() >= 1);
        isAway(false);
        world.execute("drop trigger waits on package");
        world.execute("update package set next_attempt_at = now()");
        answered(asked);
        assertThat(claims(result(asked).batchReceipt()).path("verdicts").toString())
                .isEqualTo("{\"DISCLOSED\":20}");
        isAway(true);
        TestPackage second = of("p-2", 20, 20);
        post(second.all());
        answered(second);
        assertThat(claims(result(second).batchReceipt()).path("verdicts").toString())
                .isEqualTo("{\"PROVIDER_AWAY\":20}");
        assertThat(entries()).containsEntry("RELEASED OK", 20).containsEntry("REFUSED PROVIDER_AWAY", 20);
    }

    @Test
    void a_row_that_may_not_be_asked_about_waits_and_is_given_up_as_the_others_are() throws Exception {
        isAway(true);
        world.hub.facts().seal("c13");
        TestPackage asked = of("p-1", 20, 20);
        post(asked.all());
        answered(asked);
        assertThat(claims(result(asked).batchReceipt()).path("verdicts").toString())
                .isEqualTo("{\"PROVIDER_AWAY\":20}");
    }

    @Test
    void a_row_that_breaks_its_provider_does_not_stop_the_others() throws Exception {
        registry.before = question -> {
            if ("c13".equals(question.subject().fields().get("child.id"))) {
                throw new IllegalStateException("a defect");
            }
        };
        TestPackage asked = of("p-1", 20, 20);
        post(asked.all());
        answered(asked);
        assertThat(rows(answers(result(asked))))
                .filteredOn(row -> row.has("refusal"))
                .extracting(JsonNode::toString)
                .contains("{\"row\":\"r13\",\"refusal\":\"NO_DATA\"}");
        assertThat(entries()).containsEntry("REFUSED UNANSWERED", 1);
    }

    @Test
    void parts_and_questions_count_against_what_their_sender_may_send() {
        world.clock.toTheNextMinute();
        world.agree(agreement().with("client", World.SLOW.toString()));
        TestPackage asked = new TestPackage(world, World.SLOW, AGREEMENT, "p-1", children(5), 1);
        PackageReply.Refused no = (PackageReply.Refused) post(asked.all());
        assertThat(no.code()).isEqualTo(Code.TOO_MANY_REQUESTS);
        assertThat(no.retrySeconds()).isBetween(1, 20);
        assertThat(world.hub.packages().ask(asked.request("package-state"))).isInstanceOf(PackageReply.Refused.class);
        assertThat(entries())
                .as("one entry a minute")
                .containsEntry("RECEIVED OK", 3)
                .containsEntry("REFUSED TOO_MANY_REQUESTS", 1);
    }

    @Test
    void every_row_is_decided_under_the_agreement_of_its_moment() throws Exception {
        world.hub.packages().close();
        TestPackage asked = of("p-1", 20, 20);
        post(asked.all());
        world.agree(agreement().with("inForce", "2020-01-01 .. 2020-12-31").with("reviewBy", "2020-06-01"));
        world.hub.packages().start();
        answered(asked);
        assertThat(registry.asked).isEmpty();
        assertThat(entries()).containsEntry("REFUSED NOT_AGREED", 20).doesNotContainKey("RELEASED OK");
        assertThat(world.hub.packages().ask(asked.request("package-result")))
                .isEqualTo(new PackageReply.Refused(Code.NOT_AGREED));
    }

    @Test
    void a_node_that_was_frozen_can_release_nothing_more_when_another_has_taken_over() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        registry.instead = () -> {
            frozen.countDown();
            thawed(thawed);
            return null;
        };
        TestPackage asked = of("p-1", 20, 20);
        post(asked.all());
        frozen.await();
        // As after a lease that ran out: somebody else's claim stands in the row.
        world.execute("update package set claim = gen_random_uuid(), leased_until = now() + interval '2 seconds'");
        registry.instead = () -> null;
        thawed.countDown();
        answered(asked);
        assertThat(entries()).containsEntry("RELEASED OK", 20).containsEntry("ASKED OK", 40);
        assertThat(rows(answers(result(asked)))).hasSize(20);
    }

    private static void thawed(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void its_time_ends_after_a_day_and_its_sender_is_told() {
        TestPackage incomplete = of("p-1", 20, 10);
        post(List.of(incomplete.sealed(1)));
        TestPackage whole = of("p-2", 20, 10);
        post(whole.all());
        answered(whole);
        world.clock.forward(Duration.ofHours(25));
        await().untilAsserted(() ->
                assertThat(state(incomplete).path("state").asString()).isEqualTo("expired"));
        await().untilAsserted(() -> assertThat(world.column("select 1 from package_answer where sealed is not null"))
                .isEmpty());
        assertThat(state(whole).path("destroyed").asBoolean()).isTrue();
        assertThat(state(whole).path("batchReceipt").asString()).isNotEmpty();
        assertThat(world.hub.packages().ask(whole.request("package-result"))).isInstanceOf(PackageReply.State.class);
        assertThat(entries()).containsEntry("EXPIRED EXPIRED", 1);
    }

    @Test
    void database_holds_no_value_of_a_package_in_clear() {
        TestPackage asked = TestPackage.of(world, AGREEMENT, "p-1", List.of("c1", "c2", "c11111111"), 3);
        post(asked.all());
        answered(asked);
        for (String table : List.of("package", "package_part", "package_answer", "package_verdict", "inbox")) {
            world.column("select row_to_json(t)::text from " + table + " t")
                    .forEach(row -> assertThat((String) row).doesNotContain("c11111111", "eligible"));
        }
    }
}
