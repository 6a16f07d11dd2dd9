package org.emishub.security.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.emishub.mappings.yaml.YamlException;
import org.emishub.security.agreement.Agreement.BreakGlass;
import org.emishub.security.agreement.Agreement.Hidden;
import org.emishub.security.agreement.Agreement.Kind;
import org.emishub.security.member.SystemId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementFileTest {
    private static final String QUERY = SampleAgreement.QUERY;

    @Test
    void reads_what_the_file_says() throws Exception {
        Agreement agreement = SampleAgreement.query();

        assertThat(agreement.id()).isEqualTo("sample.query");
        assertThat(agreement.version()).isEqualTo(2);
        assertThat(agreement.timeZone()).isEqualTo(ZoneId.of("Asia/Dushanbe"));
        assertThat(agreement.provider()).isEqualTo(SystemId.of("education/emis"));
        assertThat(agreement.exchange()).isEqualTo(Kind.QUERY);
        assertThat(agreement.firstDay()).isEqualTo(LocalDate.of(2026, 9, 1));
        assertThat(agreement.lastDay()).isEqualTo(LocalDate.of(2027, 8, 31));
        assertThat(agreement.asker().roles()).containsExactly("case worker", "supervisor");
        assertThat(agreement.asker().caseRequired()).isTrue();
        assertThat(agreement.discloses().keySet()).containsExactly("child.birthDate", "attendance.rate");
        assertThat(agreement.discloses()).containsEntry("attendance.rate", new Operation.Rounded(5));
        assertThat(agreement.reasonToWithhold("child.familyName")).contains("The client already holds it");
        assertThat(agreement.specialCategory()).isEmpty();
        assertThat(agreement.terms().breakGlass()).isEqualTo(BreakGlass.NEVER);
        assertThat(agreement.bundleHash())
                .isEqualTo(HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(QUERY.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void reads_the_terms_that_only_people_read() {
        Agreement agreement = SampleAgreement.parse(QUERY.replace(
                        "visibleToChild: true",
                        """
                        visibleToChild: { withheldUntil: 2028-01-01, ground: A court's investigation }
                        breakGlass: { reasons: [danger to life], minutes: 60, reviewer: privacy-officer, within: 72h }
                        signed: [education.p7s, social-protection.p7s]""")
                .replace("consent: { needed: false }", "consent: { needed: true, of: guardian, childFrom: 14 }"));

        assertThat(agreement.visibleToChild()).isFalse();
        assertThat(agreement.terms().hidden())
                .contains(new Hidden(LocalDate.of(2028, 1, 1), "A court's investigation"));
        assertThat(agreement.terms().breakGlass().reasons()).containsExactly("danger to life");
        assertThat(agreement.terms().breakGlass().within()).isEqualTo(Duration.ofDays(3));
        assertThat(agreement.terms().signed()).hasSize(2);
        assertThat(agreement.consent().childFrom()).isEqualTo(14);
        assertThat(agreement.consent().withdrawalStopsQueued()).isTrue();
    }

    @Test
    void withholds_a_whole_group_in_one_line() {
        Agreement agreement = SampleAgreement.parse(QUERY.replace(
                "child.familyName: The client", "disability.*: Not needed\n  child.familyName: The client"));

        assertThat(agreement.reasonToWithhold("disability.kind")).contains("Not needed");
        assertThat(agreement.reasonToWithhold("support.kind")).isEmpty();
    }

    /** Golden: what is changed in the sample, the line that is named, the problem and the remedy. */
    @ParameterizedTest(name = "{1} instead of {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "purpose: Try        | purpos: Try             | 10 | unknown key 'purpos'                        | Did you mean 'purpose'?",
                "child.birthDate: y  | child.birthdate: y      | 24 | no field 'child.birthdate' in the catalogue | Did you mean 'child.birthDate'?",
                "rounded to 5        | rounded to five         | 25 | 'rounded to five' is not an operation       | Allowed: as is, year",
                "rounded to 5        | rounded to 0            | 25 | 'rounded to 0' is not an operation          | Allowed: as is, year",
                "rounded to 5        | year                    | 25 | 'year' does not fit 'attendance.rate'       | Allowed here: as is, rounded to 5, answer.",
                "Date: year          | Date: rounded to 5      | 24 | 'rounded to 5' does not fit                 | Allowed here: as is, year, month, age band 5, answer.",
                "rounded to 5        | count                   | 25 | 'count' does not fit 'attendance.rate'      | Allowed here",
                "country: TJ         | country: TX             | 3  | 'TX' is not a country                       | Write its ISO 3166-1 code",
                "Asia/Dushanbe       | Asia/Dushanbeh          | 4  | 'Asia/Dushanbeh' is not a time zone         | Did you mean 'Asia/Dushanbe'?",
                "social-protection/mis | Social/mis            | 7  | 'Social/mis' is not a connected system      | Write organisation/system.",
                "exchange: query     | exchange: push          | 8  | 'push' is not known here                    | Allowed: event, query, batch, statistic.",
                "about: attendance   | about: The register     | 9  | is not a record part                        | Write one word",
                "HPAYMT              | HPAYMNT                 | 11 | 'HPAYMNT' is not an HL7 purpose of use      | Did you mean 'HPAYMT'?",
                "public_task         | because                 | 12 | 'because' is not known here                 | Allowed: legal_obligation",
                "2026-09-01 .. 2027  | 2026-09-01 - 2027       | 16 | is not two dates                            | Write 2026-09-01 .. 2027-08-31.",
                ".. 2027-08-31       | .. 2025-08-31           | 16 | it ends before it begins                    | Write the earlier day first.",
                ".. 2027-08-31       | .. 2027-08-32           | 16 | is not two dates                            | Write 2026-09-01",
                "case: required      | case: maybe             | 18 | 'maybe' is not known here                   | Write 'required' or 'none'.",
                "named user          | organisation            | 18 | a named user asks in a role                 | Add or remove 'roles'.",
                "needed: false       | needed: no              | 19 | 'no' is neither true nor false              | Write true or false.",
                "needed: false       | needed: true            | 19 | 'of' is missing                             | Add the key 'of'.",
                "perDay: 100         | perDay: 0               | 20 | '0' is not a positive number                | Write 1 or more.",
                "child.familyName: T | child.birthDate: T      | 27 | 'child.birthDate' is both disclosed and withheld | Keep it in one",
                "child.familyName: T | child.*: T              | 27 | 'child.birthDate' is both disclosed and withheld | Keep it in one",
                "child.familyName: T | disabilty.*: T          | 27 | no group 'disabilty.*'                      | Did you mean 'disability.*'?",
                "visibleToChild: true | visibleToChild: false  | 28 | an exchange is not hidden for ever          | Write 'visibleToChild: {",
                "version: 2          | version: 2~supersedes: 2 | 3 | version 2 cannot supersede version 2         | Name an earlier version",
                "social-protection/mis | education/emis        | 7  | a system needs no agreement with itself     | Name the system that receives.",
                "purposeOfUse: HPAYMT | purposeOfUse: HPAYMT~dpvPurpose: ServiceProvison | 12 | 'ServiceProvison' is not a purpose of the W3C Data Privacy Vocabulary | Did you mean 'ServiceProvision'?",
                "purposeOfUse: HPAYMT | purposeOfUse: HPAYMT~dpvPurpose: Nosiness | 12 | 'Nosiness' is not a purpose of the W3C Data Privacy Vocabulary | w3id.org/dpv",
                "reviewBy: 2027-06-01 | reviewBy: 2027-09-01   | 17 | the review on 2027-09-01 is not within the days | Write a day from 2026-09-01 to 2027-08-31.",
                "reviewBy: 2027-06-01 | reviewBy: 2026-08-31   | 17 | the review on 2026-08-31 is not within the days | Write a day from",
                "needed: false       | needed: true, of: mother | 19 | 'mother' does not consent for a child     | Write 'of: guardian'",
                "needed: false       | needed: true, of: guardian, childFrom: 19 | 19 | '19' is not an age from which a child consents | Write a number from 1 to 18.",
                "needed: false       | needed: false, childFrom: 14 | 19 | no consent is needed, but there are rules | Keep 'needed: false' alone.",
                "limits:             | breakGlass: { reasons: [], minutes: 60, reviewer: dpo, within: 72h }~limits: | 20 | no reason is named | Name each reason once.",
                "limits:             | breakGlass: { reasons: [danger], minutes: 1441, reviewer: dpo, within: 72h }~limits: | 20 | '1441' is not a number of minutes | Write a number from 1 to 1440.",
                "limits:             | breakGlass: { reasons: [danger], minutes: 60, reviewer: dpo, within: 3 days }~limits: | 20 | '3 days' is not a time within which a review is due | Write hours, as 72h",
                "limits:             | breakGlass: { allowed: false, minutes: 60 }~limits: | 20 | it is not allowed, but there are rules for it | Keep 'allowed: false' alone.",
                "limits:             | sealed: { everything: [] }~limits: | 20 | a child that is sealed in everything is never told of | Remove 'everything'.",
                "limits:             | sealed: { adoptions: [] }~limits: | 20 | 'adoptions' is not a kind of sealed children | Did you mean 'adoption'?",
                "limits:             | sealed: { adoption: [child.adress] }~limits: | 20 | no field 'child.adress' in the catalogue | Did you mean 'child.address'?",
                "limits:             | sealed: { adoption: [adress.*] }~limits: | 20 | no group 'adress.*' in the catalogue | Allowed:",
                "visibleToChild: true | visibleToChild: { withheldUntil: 2032-09-01, ground: Inquiry } | 28 | is not a time for which a child's log may keep silent | at the latest 2032-08-31",
                "visibleToChild: true | visibleToChild: { withheldUntil: 2026-09-01, ground: Inquiry } | 28 | is not a time for which a child's log may keep silent | Write a day after 2026-09-01",
                "hub: 24h after      | hub: 48h after          | 29 | the hub keeps nothing longer than 24 hours  | Write '24h after receipt'",
                "hub: 24h after receipt | hub: long           | 29 | the hub keeps nothing longer than 24 hours  | or fewer hours",
                "crossBorder: none   | crossBorder: yes        | 30 | 'yes' does not say to which countries       | Write 'none', or to which countries and on which ground.",
                "onward: forbidden   | onward: allowed         | 31 | 'allowed' does not say to whom              | Write 'forbidden', or to whom",
                "dpo@education.example | the office          | 32 | 'the office' cannot be written to or called | Write an address with '@'",
                "hours: 24           | hours: 96               | 32 | '96' is not a number of hours to tell of a breach | Write a number from 1 to 72.",
                "hours: 24 }         | hours: 24 }~signed: [a.p7s, ../b.p7s] | 33 | '../b.p7s' is not the name of a signature's file | ends in .p7s",
                "hours: 24 }         | hours: 24 }~signed: [a.p7s, a.p7s] | 33 | a signature is named twice | Name each once.",
                "version: 2          | version: two            | 2  | 'two' is not a whole number                 | Write digits only.",
                "agreement: sample.query | agreement: Sample     | 1 | 'Sample' is not an agreement's id          | Write sector.what"
            })
    void names_line_problem_and_remedy(String from, String to, int line, String problem, String remedy) {
        assertRefused(QUERY.replace(from, to.replace('~', '\n')), line, problem, remedy);
    }

    @Test
    void breaks_no_glass_in_the_place_of_a_case_that_is_not_required() {
        String glass = "breakGlass: { reasons: [danger], minutes: 60, reviewer: dpo, within: 72h }\nlimits:";

        assertRefused(
                QUERY.replace(", case: required", "").replace("limits:", glass),
                20,
                "a broken glass stands in the place of a named user's case",
                "'case: required' for a named user");
    }

    @Test
    void reads_what_an_agreement_says_of_sealed_children_versions_and_purposes() {
        Agreement agreement = AgreementFile.parse(
                "sample.query@3.yaml",
                QUERY.replace("version: 2", "version: 3\nsupersedes: 2")
                        .replace("purposeOfUse: HPAYMT", "purposeOfUse: HPAYMT\ndpvPurpose: PaymentManagement")
                        .replace(
                                "limits:",
                                "sealed: { protected address: [child.address, \"guardian[*].*\"], adoption: [] }\nlimits:")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(agreement.supersedes()).contains(2);
        assertThat(agreement.dpvPurpose()).contains("PaymentManagement");
        assertThat(agreement.sealed()).containsOnlyKeys(Seal.PROTECTED_ADDRESS, Seal.ADOPTION);
        assertThat(agreement.sealed().get(Seal.PROTECTED_ADDRESS))
                .contains("child.address", "guardian[*].name", "guardian[*].phone")
                .doesNotContain("child.phone");
        assertThat(agreement.sealed().get(Seal.ADOPTION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "country",
                "timeZone",
                "title",
                "provider",
                "client",
                "exchange",
                "about",
                "purpose",
                "purposeOfUse",
                "lawfulBasis",
                "law",
                "specialCategory",
                "assessment",
                "inForce",
                "reviewBy",
                "asker",
                "consent",
                "limits",
                "visibleToChild",
                "retention",
                "crossBorder",
                "onward",
                "incident"
            })
    void does_not_fill_in_what_is_missing(String key) {
        String without = QUERY.replaceAll("(?m)^" + key + ": .*\n", "");

        assertThatThrownBy(() -> SampleAgreement.parse(without)).hasMessageContaining("'" + key + "' is missing");
    }

    @Test
    void refuses_a_file_under_another_name() {
        assertThatThrownBy(() -> AgreementFile.parse("other.yaml", QUERY.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("other.yaml:1: the agreement 'sample.query' stands in other.yaml. "
                        + "Name the file 'sample.query.yaml', or 'sample.query@2.yaml' beside another version.");
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        assertThatThrownBy(() -> AgreementFile.parse("a.yaml", new byte[] {'a', ':', ' ', (byte) 0xc3}))
                .hasMessageContaining("a.yaml:1: the file is not UTF-8");
    }

    @Test
    void lets_nobodys_pseudonyms_be_turned_into_those_of_an_agreement_that_gives_none() {
        assertThatThrownBy(() -> SampleAgreement.parse(QUERY + "translates: [sample.other]\n"))
                .hasMessageContaining("no pseudonym leaves")
                .hasMessageContaining("Remove 'translates'.");
        String named = QUERY.replace("  child.id: as is", "  child.familyName: as is")
                .replace("  child.birthDate: year", "  child.id: pseudonym for research");
        assertThat(SampleAgreement.parse(named).terms().translates()).isEmpty();
        assertThat(SampleAgreement.parse(
                                named.replace("withholds:\n  child.familyName: The client already holds it\n", "")
                                        + "translates: [sample.other]\n")
                        .terms()
                        .translates())
                .containsExactly("sample.other");
    }

    @Test
    void refuses_a_key_given_twice() {
        assertThatThrownBy(() -> SampleAgreement.parse(QUERY + "onward: allowed\n"))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("onward");
    }

    @Test
    void wants_the_article_for_a_special_category() {
        assertRefused(
                QUERY.replace("attendance.rate: rounded to 5", "support.needed: answer"),
                25,
                "'support.needed' is of a special category",
                "Name in 'specialCategory' the article that allows it.");
    }

    @Test
    void holds_a_question_to_the_same_rules() {
        assertRefused(
                QUERY.replace("  child.id: as is", "  disability.kind: as is"),
                22,
                "'disability.kind' is of a special category",
                "article");
        assertRefused(QUERY.replace("child.id: as is", "child.id: count"), 22, "a question does not count", "Only a");
    }

    /** Whatever stands in the file, what comes out is an agreement or an error with a line. */
    @Property(tries = 500)
    void takes_any_text_for_an_agreement_or_says_where_it_is_wrong(
            @ForAll @IntRange(max = 900) int at, @ForAll @IntRange(max = 12) int length, @ForAll String with) {
        int from = Math.min(at, QUERY.length());
        String text = QUERY.substring(0, from) + with + QUERY.substring(Math.min(QUERY.length(), from + length));
        try {
            AgreementFile.parse("sample.query.yaml", text.getBytes(StandardCharsets.UTF_8));
        } catch (YamlException e) {
            assertThat(e.line()).isPositive();
            assertThat(e.hint()).isNotBlank();
        }
    }

    @Test
    void wants_consent_where_consent_is_the_basis() {
        assertRefused(
                QUERY.replace("public_task", "consent"), 19, "the lawful basis is consent, but none is needed", "true");
    }

    @Test
    void knows_only_the_named_checks() {
        String line = "reviewBy: 2027-06-01\nonlyFor: families with an open grant aplication";

        assertRefused(
                QUERY.replace("reviewBy: 2027-06-01", line),
                18,
                "is not a check the hub knows",
                "Did you mean 'families with an open grant application'?");
    }

    @Test
    void does_not_let_a_pseudonym_be_linked_to_the_identifier_asked_with() {
        String pseudonym = QUERY.replace("child.birthDate: year", "child.socialId: pseudonym for research");

        assertRefused(pseudonym, 24, "a pseudonym would be linked", "Withhold the field");
        assertThat(SampleAgreement.parse(pseudonym.replace("  child.id: as is", "  child.familyName: as is"))
                        .discloses())
                .containsEntry("child.socialId", new Operation.Pseudonym("research"));
    }

    @Test
    void asks_belong_to_questions_and_tables_to_statistics() {
        String statistic = SampleAgreement.STATISTIC;
        assertThat(SampleAgreement.parse(statistic).table()).isPresent();

        assertRefused(QUERY.replace("asks:\n  child.id: as is\n", ""), 8, "'asks' is missing", "child.id: as is");
        assertRefused(
                QUERY.replace("about:", "table: { threshold: 5 }\nabout:"), 9, "only a statistic has a table", "");
        assertRefused(statistic.replace("table: { threshold: 5 }\n", ""), 8, "a statistic needs a table", "Add");
        assertRefused(statistic.replace("threshold: 5", "threshold: 1"), 9, "protects nobody", "Write 3 or more.");
        assertRefused(
                statistic.replace("about:", "asks: { child.id: as is }\nabout:"), 10, "nothing is asked", "Remove");
        assertRefused(statistic.replace("child.sex: as is", "child.phone: as is"), 24, "cannot be used", "age band");
        assertRefused(statistic.replace("  child.id: count\n", ""), 23, "a statistic counts one field", "child.id");
        assertRefused(QUERY.replace("child.birthDate: year", "child.socialId: count"), 24, "cannot be used", "Only a");
    }

    @Test
    void nobody_asks_in_an_event() {
        String event = QUERY.replace("exchange: query", "exchange: event").replace("asks:\n  child.id: as is\n", "");

        assertRefused(event, 18, "nobody asks in an event", "Write 'asker: { who: organisation }'.");
    }

    private static void assertRefused(String text, int line, String problem, String remedy) {
        assertThat(text).as("the sample was changed").isNotEqualTo(QUERY);
        assertThatThrownBy(() -> SampleAgreement.parse(text)).isInstanceOfSatisfying(YamlException.class, e -> {
            assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
            assertThat(e.file()).endsWith(".yaml");
            assertThat(e.getMessage()).contains(problem);
            assertThat(e.hint()).contains(remedy);
        });
    }
}
