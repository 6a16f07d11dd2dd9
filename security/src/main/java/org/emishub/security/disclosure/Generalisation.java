package org.emishub.security.disclosure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.codes.CodeList;
import org.emishub.security.agreement.Operation;
import org.emishub.security.member.SystemId;
import org.emishub.security.pseudonym.Pseudonyms;

/** Applies one operation to one value; where it cannot, nothing comes out, never the value itself. */
public final class Generalisation {
    private static final String YES = "yes";
    private static final String NO = "no";

    private final SystemId receiver;
    private final Pseudonyms pseudonyms;
    private final LocalDate asOf;

    /** @param asOf the day for which ages are counted */
    public Generalisation(SystemId receiver, Pseudonyms pseudonyms, LocalDate asOf) {
        this.receiver = receiver;
        this.pseudonyms = pseudonyms;
        this.asOf = asOf;
    }

    /** The value as the operation gives it away; empty where it cannot be applied. */
    public Optional<Object> apply(Operation operation, Field field, Object value) {
        if (operation instanceof Operation.AsIs) {
            return Optional.of(value);
        }
        if (operation instanceof Operation.Answer) {
            return Optional.of(field.type() == FieldType.ANSWER ? value : yesOrNo(value));
        }
        if (value instanceof LocalDate date) {
            return ofDate(operation, date);
        }
        if (operation instanceof Operation.Rounded rounded) {
            return rounded(rounded.step(), value);
        }
        if (operation instanceof Operation.Coarsened && value instanceof String code) {
            return CodeList.standard(field.codes()).coarser(code).map(coarser -> coarser);
        }
        if (operation instanceof Operation.Pseudonym pseudonym && value instanceof String identifier) {
            return Optional.of(pseudonyms.of(receiver, pseudonym.domain(), identifier));
        }
        return Optional.empty();
    }

    private static String yesOrNo(Object value) {
        if (value instanceof Boolean bool) {
            return bool ? YES : NO;
        }
        if (value instanceof Number number) {
            return number.doubleValue() > 0 ? YES : NO;
        }
        return YES;
    }

    private Optional<Object> ofDate(Operation operation, LocalDate date) {
        if (operation instanceof Operation.Year) {
            return Optional.of((long) date.getYear());
        }
        if (operation instanceof Operation.Month) {
            return Optional.of(YearMonth.from(date).toString());
        }
        return operation instanceof Operation.AgeBand band ? age(band.years(), date) : Optional.empty();
    }

    /** Full years as of the day; a child born on 29 February is a year older on 1 March of a common year. Empty before birth. */
    private Optional<Object> age(int band, LocalDate birthDate) {
        if (birthDate.isAfter(asOf)) {
            return Optional.empty();
        }
        long age = ChronoUnit.YEARS.between(birthDate, asOf);
        long first = age / band * band;
        return Optional.of(band == 1 ? (Object) age : first + "-" + (first + band - 1));
    }

    private static Optional<Object> rounded(int step, Object value) {
        BigDecimal number = value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
        BigDecimal unit = BigDecimal.valueOf(step);
        BigDecimal result = number.divide(unit, 0, RoundingMode.HALF_UP).multiply(unit);
        return result.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(result.longValueExact());
    }
}
