package org.emishub.security.agreement;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.emishub.mappings.catalogue.Field;
import org.emishub.mappings.catalogue.FieldCatalogue;
import org.emishub.mappings.catalogue.FieldType;

/** How two agreements differ in the fields that are asked and disclosed. */
final class FieldChanges {
    private FieldChanges() {}

    static void compare(Agreement before, Agreement after, AgreementDiff.Collected to) {
        lines("The client receives ", before.discloses(), after.discloses(), to);
        lines("The provider is told ", before.asks(), after.asks(), to);
        to.terms("Reason to withhold", before.withholds(), after.withholds());
        sealed(before, after, to);
    }

    static void begin(Agreement now, AgreementDiff.Collected to) {
        lines("The client receives ", Map.of(), now.discloses(), to);
        lines("The provider is told ", Map.of(), now.asks(), to);
    }

    private static void lines(
            String who, Map<String, Operation> before, Map<String, Operation> after, AgreementDiff.Collected to) {
        Set<String> paths = new LinkedHashSet<>(after.keySet());
        paths.addAll(before.keySet());
        for (String path : paths) {
            Optional<Operation> was = Optional.ofNullable(before.get(path));
            Optional<Operation> now = Optional.ofNullable(after.get(path));
            if (!was.equals(now)) {
                line(who, path, was, now, to);
            }
        }
    }

    private static void line(
            String who, String path, Optional<Operation> was, Optional<Operation> now, AgreementDiff.Collected to) {
        Field field = FieldCatalogue.standard().find(path).orElseThrow();
        String form = now.map(Operation::text).orElse("nothing")
                + " instead of "
                + was.map(Operation::text).orElse("nothing");
        String sentence = who + path + ": " + form + ". (" + field.meaning() + ")";
        boolean atLeast =
                was.isEmpty() || now.filter(n -> tells(field, n, was.get())).isPresent();
        boolean atMost =
                now.isEmpty() || was.filter(w -> tells(field, w, now.get())).isPresent();
        if (atMost && !atLeast) {
            to.less.add(sentence);
        } else {
            to.more.add(atLeast || atMost ? sentence : sentence + " The two cannot be compared.");
        }
    }

    /** Whether the one tells all that the other does. */
    private static boolean tells(Field field, Operation one, Operation other) {
        if (one instanceof Operation.AsIs) {
            return !(other instanceof Operation.Answer && field.type() == FieldType.ANSWER);
        }
        if (one instanceof Operation.AgeBand fine && other instanceof Operation.AgeBand coarse) {
            return fine.years() <= coarse.years();
        }
        if (one instanceof Operation.Rounded fine && other instanceof Operation.Rounded coarse) {
            return fine.step() <= coarse.step();
        }
        return one.equals(other) || (one instanceof Operation.Month && other instanceof Operation.Year);
    }

    private static void sealed(Agreement before, Agreement after, AgreementDiff.Collected to) {
        for (Seal kind : Seal.values()) {
            Optional<Set<String>> was = Optional.ofNullable(before.sealed().get(kind));
            Optional<Set<String>> now = Optional.ofNullable(after.sealed().get(kind));
            String children = "children sealed by " + kind.words();
            to.permission(
                    was.isPresent(),
                    now.isPresent(),
                    "It is told of " + children + ".",
                    "Nothing is told any more of " + children + ".");
            if (was.isPresent() && now.isPresent()) {
                to.set("Of " + children + " the field", missing(after, was.get()), missing(after, now.get()));
            }
        }
    }

    /** What is disclosed of children who are told of without some fields. */
    private static Set<String> missing(Agreement agreement, Set<String> without) {
        Set<String> told = new LinkedHashSet<>(agreement.discloses().keySet());
        told.removeAll(without);
        return told;
    }
}
