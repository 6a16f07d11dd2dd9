package org.emishub.security.agreement;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldType;
import org.emishub.mappings.codes.CodeList;

/** A minimisation operation; a closed list, one is added when a real agreement needs it. */
public sealed interface Operation {
    /** What an agreement may write after a field, for hints. */
    String WORDS = "as is, year, month, age band N, rounded to N, answer, coarsened code, pseudonym for DOMAIN, count";

    /** The operation as the agreement writes it. */
    String text();

    /** Whether it makes sense for this field; the parser refuses it elsewhere. */
    boolean fits(Field field);

    /** The value as it is. */
    record AsIs() implements Operation {
        @Override
        public String text() {
            return "as is";
        }

        @Override
        public boolean fits(Field field) {
            return true;
        }
    }

    /** The year of a date. */
    record Year() implements Operation {
        @Override
        public String text() {
            return "year";
        }

        @Override
        public boolean fits(Field field) {
            return field.type() == FieldType.DATE;
        }
    }

    /** Year and month of a date. */
    record Month() implements Operation {
        @Override
        public String text() {
            return "month";
        }

        @Override
        public boolean fits(Field field) {
            return field.type() == FieldType.DATE;
        }
    }

    /** The age in full years on the record's day, in bands of {@code years} ({@code 5-9}); 1 gives the age itself. */
    record AgeBand(int years) implements Operation {
        @Override
        public String text() {
            return "age band " + years;
        }

        @Override
        public boolean fits(Field field) {
            return field.path().equals("child.birthDate");
        }
    }

    /** A number rounded half up (away from zero) to a multiple of {@code step}. */
    record Rounded(int step) implements Operation {
        @Override
        public String text() {
            return "rounded to " + step;
        }

        @Override
        public boolean fits(Field field) {
            return field.type() == FieldType.INTEGER || field.type() == FieldType.DECIMAL;
        }
    }

    /** A named derived answer; of any other field yes, no or unknown. Unknown is never no. */
    record Answer() implements Operation {
        @Override
        public String text() {
            return "answer";
        }

        @Override
        public boolean fits(Field field) {
            return !field.repeats();
        }
    }

    /** The coarser code of the field's canonical list. */
    record Coarsened() implements Operation {
        @Override
        public String text() {
            return "coarsened code";
        }

        @Override
        public boolean fits(Field field) {
            if (field.type() != FieldType.CODE) {
                return false;
            }
            CodeList list = CodeList.standard(field.codes());
            return list.codes().stream().anyMatch(code -> list.coarser(code).isPresent());
        }
    }

    /** A pairwise pseudonym in {@code domain}. */
    record Pseudonym(String domain) implements Operation {
        @Override
        public String text() {
            return "pseudonym for " + domain;
        }

        @Override
        public boolean fits(Field field) {
            return field.type() == FieldType.IDENTIFIER;
        }
    }

    /** Not a value but how many children; in statistics only. */
    record Count() implements Operation {
        @Override
        public String text() {
            return "count";
        }

        @Override
        public boolean fits(Field field) {
            return field.type() == FieldType.IDENTIFIER;
        }
    }

    /** Reads what an agreement writes after a field; empty when it is not in the list. */
    static Optional<Operation> parse(String text) {
        return Optional.ofNullable(
                switch (text) {
                    case "as is" -> new AsIs();
                    case "year" -> new Year();
                    case "month" -> new Month();
                    case "answer" -> new Answer();
                    case "coarsened code" -> new Coarsened();
                    case "count" -> new Count();
                    default -> Parameter.read(text);
                });
    }

    /** Reads the operations that take a number or a word. */
    final class Parameter {
        private static final Pattern FORM =
                Pattern.compile("(age band|rounded to|pseudonym for) (?:([1-9][0-9]{0,5})|([a-z][a-z0-9-]{0,39}))");

        private Parameter() {}

        private static @org.jspecify.annotations.Nullable Operation read(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()
                    || (matcher.group(2) == null) != matcher.group(1).equals("pseudonym for")) {
                return null;
            }
            return switch (matcher.group(1)) {
                case "age band" -> new AgeBand(Integer.parseInt(matcher.group(2)));
                case "rounded to" -> new Rounded(Integer.parseInt(matcher.group(2)));
                default -> new Pseudonym(matcher.group(3));
            };
        }
    }
}
