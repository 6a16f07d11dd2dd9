package org.emishub.deployment.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.emishub.deployment.country.Guardian;
import org.emishub.deployment.country.HealthView;
import org.emishub.deployment.country.SocialView;
import org.emishub.deployment.country.SyntheticChild;
import org.emishub.deployment.country.SyntheticCountry;

/** A thousand values of the invented country that nobody else would write by chance. */
final class Planted {
    static final int VALUES = 1_000;
    private static final int LEAST_BYTES = 8;
    private static final int LEAST_NAME_BYTES = 12;

    private Planted() {}

    /** What the school register tells the hub, and so what must be found when nothing is encrypted. */
    static List<String> told(SyntheticCountry country) {
        Set<String> values = new LinkedHashSet<>();
        pupils(country, c -> c.asEmis().get().nationalId().stream()).limit(300).forEach(values::add);
        pupils(country, c -> Stream.of(c.asEmis().get().emisId())).limit(150).forEach(values::add);
        pupils(country, c -> Stream.of(c.address())).limit(110).forEach(values::add);
        pupils(country, c -> Stream.of(c.phone())).limit(80).forEach(values::add);
        pupils(country, c -> c.guardians().stream().map(Guardian::nationalId))
                .limit(100)
                .forEach(values::add);
        pupils(country, c -> c.guardians().stream().map(Guardian::phone))
                .limit(60)
                .forEach(values::add);
        pupils(
                        country,
                        c -> Stream.of(
                                c.name().family(), c.name().given(), c.name().patronymic()))
                .filter(name ->
                        bytes(name) >= LEAST_NAME_BYTES && name.codePoints().anyMatch(c -> c > 0x400))
                .limit(60)
                .forEach(values::add);
        return List.copyOf(values);
    }

    /** With what only health and social protection know: a thousand in all. */
    static List<String> values(SyntheticCountry country) {
        Set<String> values = new LinkedHashSet<>(told(country));
        children(country, c -> c.asHealth().map(HealthView::diagnosis).stream())
                .filter(text -> bytes(text) > LEAST_BYTES)
                .forEach(values::add);
        children(country, c -> c.asHealth().map(HealthView::allergy).stream())
                .filter(text -> bytes(text) > LEAST_BYTES)
                .forEach(values::add);
        children(country, c -> c.asHealth().map(HealthView::healthId).stream())
                .limit(60)
                .forEach(values::add);
        children(country, c -> c.asSocial().map(SocialView::socialId).stream())
                .limit(40)
                .forEach(values::add);
        children(country, c -> c.asSocial().map(s -> s.household().id()).stream())
                .limit(20)
                .forEach(values::add);
        children(country, c -> Stream.of(c.nationalId())).forEach(values::add);
        return values.stream().limit(VALUES).toList();
    }

    /** Of all pupils the hub was told of; one who is sealed too. */
    private static Stream<String> pupils(SyntheticCountry country, Function<SyntheticChild, Stream<String>> of) {
        return country.children()
                .filter(child ->
                        Optional.of(child).flatMap(SyntheticChild::asEmis).isPresent())
                .flatMap(of)
                .filter(text -> bytes(text) >= LEAST_BYTES)
                .distinct();
    }

    private static Stream<String> children(SyntheticCountry country, Function<SyntheticChild, Stream<String>> of) {
        return country.children()
                .flatMap(of)
                .filter(text -> bytes(text) >= LEAST_BYTES)
                .distinct();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
