package org.emishub.adapters.socialprotection.dci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.TreeMap;
import org.emishub.adapters.socialprotection.Attendance;
import org.emishub.adapters.socialprotection.Golden;
import org.emishub.mappings.codes.UnmappedCode;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DciTranslatorsTest {
    private static final SystemId REGISTRY = SystemId.of("social-protection/registry");
    private static final SystemId MIS = SystemId.of("social-protection/mis");
    private static final LocalDate TODAY = LocalDate.of(2026, 10, 2);

    @ParameterizedTest
    @ValueSource(strings = {"benefits", "meals"})
    void translates_a_household(String about) throws Exception {
        JsonNode group = Golden.json("household.dci.json");

        ChildRecord record = new DciHousehold(group, group.path("member_list").path(1)).record(REGISTRY, about, TODAY);

        TreeMap<String, String> values = new TreeMap<>();
        record.values().forEach((path, value) -> values.put(path, value.toString()));
        assertThat(JsonMapper.shared().<JsonNode>valueToTree(values))
                .isEqualTo(Golden.json("household." + about + ".json"));
        assertThat(record.asOf()).isEqualTo(LocalDate.of(2026, 9, 20));
    }

    @Test
    void writes_what_was_disclosed_as_an_attendance_record() {
        assertThat(JsonMapper.shared()
                        .readTree(AttendanceRecord.of(Attendance.disclosure()).toString()))
                .isEqualTo(Golden.json("attendance.dci.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"number", "name"})
    void translates_a_search(String kind) throws Exception {
        DciSearch search = DciSearch.of(Golden.json("search." + kind + ".dci.json"), MIS, TODAY);

        assertThat(String.join(
                                "\n",
                                search.subject().values().toString(),
                                search.period().toString(),
                                search.asker().toString(),
                                search.purpose())
                        + "\n")
                .isEqualTo(Golden.text("search." + kind + ".question.txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"query_type\":\"expression\",\"query\":{\"type\":\"ns:x\",\"value\":{}}",
                "\"query_type\":\"idtype-value\",\"query\":{\"type\":\"MOBILE\",\"value\":\"1\"}",
                "\"query_type\":\"idtype-value\",\"query\":{\"type\":\"UIN\",\"value\":7}",
                "\"query_type\":\"predicate\",\"query\":[]",
                "\"query_type\":\"predicate\",\"query\":[{\"expression1\":{\"attribute_name\":\"birth_date\",\"operator\":\"gt\",\"attribute_value\":\"2015-01-01\"}}]",
                "\"query_type\":\"predicate\",\"query\":[{\"expression1\":{\"attribute_name\":\"surname\",\"operator\":\"eq\",\"attribute_value\":\"a\"},"
                        + "\"condition\":\"or\",\"expression2\":{\"attribute_name\":\"surname\",\"operator\":\"eq\",\"attribute_value\":\"b\"}}]",
                "\"reg_type\":\"ns:org:RegistryType:Civil\",\"query_type\":\"idtype-value\",\"query\":{\"type\":\"UIN\",\"value\":\"1\"}",
                "\"query_type\":\"idtype-value\",\"query\":{\"type\":\"UIN\",\"value\":\"1\"},\"emishub:period\":{\"from\":\"2026-09-30\",\"to\":\"2026-09-01\"}"
            })
    void refuses_a_search_that_is_no_question_about_one_child(String criteria) {
        JsonNode entry = JsonMapper.shared().readTree("{\"search_criteria\":{" + criteria + "}}");

        assertThatThrownBy(() -> DciSearch.of(entry, MIS, TODAY)).isInstanceOf(Malformed.class);
    }

    @Test
    void never_guesses_a_sex() {
        JsonNode entry = JsonMapper.shared()
                .readTree("{\"search_criteria\":{\"query_type\":\"predicate\",\"query\":[{\"expression1\":"
                        + "{\"attribute_name\":\"sex\",\"operator\":\"eq\",\"attribute_value\":\"X\"}}]}}");

        assertThatThrownBy(() -> DciSearch.of(entry, MIS, TODAY)).isInstanceOf(UnmappedCode.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keyId=\"a|k|ed25519\"",
                "namespace=\"spdci\", kidId=\"a|k|ed25519\", algorithm=\"hmac\", created=\"1\", expires=\"2\", headers=\"(created) (expires) digest\", signature=\"AA==\"",
                "namespace=\"spdci\", kidId=\"a|k|ed25519\", algorithm=\"ed25519\", created=\"1\", expires=\"2\", headers=\"(created)\", signature=\"AA==\"",
                "namespace=\"spdci\", kidId=\"a|k|ed25519\", algorithm=\"ed25519\", created=\"1\", expires=\"2\", headers=\"(created) (expires) digest\", signature=\"AB==\"",
                "namespace=\"spdci\", namespace=\"spdci\", kidId=\"a|k|ed25519\", algorithm=\"ed25519\", created=\"1\", expires=\"2\", headers=\"(created) (expires) digest\", signature=\"AA==\""
            })
    void reads_no_signature_that_dci_does_not_write(String signature) {
        assertThatThrownBy(() -> DciSignature.read(signature)).isInstanceOf(Malformed.class);
    }
}
