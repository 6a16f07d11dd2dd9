package org.emishub.security.disclosure;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.codes.CodeList;
import org.emishub.mappings.record.ChildRecord;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Operation;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.ledger.EntryDraft.AgreementRef;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a disclosure back from where it was kept between its making and its delivery.
 *
 * <p>No way around {@link Disclosure#of}: every field must be in the agreement's {@code discloses} and have the form that its operation gives, so what is read
 * could have been made. A field that is no longer agreed refuses the whole; it is then to be decided and made again.
 */
public final class StoredDisclosure {
    private static final Pattern MONTH = Pattern.compile("-?\\d{4,}-(0[1-9]|1[0-2])");
    private static final Pattern BAND = Pattern.compile("(\\d{1,4})-(\\d{1,4})");
    private static final Pattern PSEUDONYM = Pattern.compile("[A-Z2-7]{52}");

    private StoredDisclosure() {}

    /**
     * Reads what was kept.
     *
     * @param json what {@link Disclosure#json} gave
     * @return {@code NOT_AGREED} when it is not, field by field, what this agreement discloses; {@code MALFORMED} when it is no disclosure
     */
    public static Outcome<Disclosure> read(byte[] json, Agreement agreement) {
        try {
            ObjectNode root = StrictJson.object(json);
            JsonNode made = root.path("agreement");
            if (!made.path("id").asString("").equals(agreement.id())) {
                return Outcome.refused(Code.NOT_AGREED, "made under another agreement");
            }
            AgreementRef ref = new AgreementRef(
                    agreement.id(),
                    made.path("version").asInt(0),
                    made.path("bundleHash").asString(""));
            return fields(root.path("fields"), agreement)
                    .then(fields -> Outcome.ok(new Disclosure(
                            ref,
                            root.path("source").asString(""),
                            LocalDate.parse(root.path("asOf").asString("")),
                            fields,
                            List.of())));
        } catch (NotWellFormed | DateTimeParseException e) {
            return Outcome.refused(Code.MALFORMED, "not a disclosure");
        }
    }

    private static Outcome<SortedMap<String, Object>> fields(JsonNode node, Agreement agreement) {
        SortedMap<String, Object> fields = new TreeMap<>();
        for (var property : node.properties()) {
            String path = ChildRecord.cataloguePath(property.getKey());
            Operation operation = agreement.discloses().get(path);
            Optional<Object> value = operation == null
                    ? Optional.empty()
                    : read(operation, FieldCatalogue.standard().find(path).orElseThrow(), property.getValue());
            if (value.isEmpty()) {
                return Outcome.refused(Code.NOT_AGREED, "not in discloses: " + path);
            }
            fields.put(property.getKey(), value.get());
        }
        return Outcome.ok(fields);
    }

    private static Optional<Object> read(Operation operation, Field field, JsonNode value) {
        if (operation instanceof Operation.AsIs) {
            return asIs(field, value);
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            long number = value.longValue();
            return fits(operation, number) ? Optional.of(number) : Optional.empty();
        }
        return value.isString()
                ? Optional.<Object>of(value.stringValue()).filter(text -> fits(operation, field, (String) text))
                : Optional.empty();
    }

    private static boolean fits(Operation operation, long number) {
        if (operation instanceof Operation.Rounded rounded) {
            return number % rounded.step() == 0;
        }
        if (operation instanceof Operation.AgeBand band) {
            return band.years() == 1 && number >= 0;
        }
        return operation instanceof Operation.Year;
    }

    private static boolean fits(Operation operation, Field field, String text) {
        if (operation instanceof Operation.Month) {
            return MONTH.matcher(text).matches();
        }
        if (operation instanceof Operation.AgeBand band) {
            Matcher matcher = BAND.matcher(text);
            return matcher.matches()
                    && Integer.parseInt(matcher.group(1)) % band.years() == 0
                    && Integer.parseInt(matcher.group(2)) == Integer.parseInt(matcher.group(1)) + band.years() - 1;
        }
        if (operation instanceof Operation.Answer) {
            return text.equals("unknown")
                    || (field.answers().isEmpty() ? List.of("yes", "no") : field.answers()).contains(text);
        }
        if (operation instanceof Operation.Coarsened) {
            CodeList list = CodeList.standard(field.codes());
            return list.codes().stream()
                    .anyMatch(code -> list.coarser(code).filter(text::equals).isPresent());
        }
        return operation instanceof Operation.Pseudonym
                && PSEUDONYM.matcher(text).matches();
    }

    private static Optional<Object> asIs(Field field, JsonNode value) {
        return switch (field.type()) {
            case TEXT, IDENTIFIER -> value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
            case CODE ->
                Optional.<Object>of(value.asString(""))
                        .filter(code -> CodeList.standard(field.codes()).has((String) code));
            case ANSWER -> Optional.<Object>of(value.asString("")).filter(field.answers()::contains);
            case DATE -> date(value.asString(""));
            case INTEGER ->
                value.isIntegralNumber() && value.canConvertToLong()
                        ? Optional.of(value.longValue())
                        : Optional.empty();
            case DECIMAL -> value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
            case BOOLEAN -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
        };
    }

    private static Optional<Object> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
