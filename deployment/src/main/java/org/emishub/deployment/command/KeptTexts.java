package org.emishub.deployment.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.AgreementFile;
import org.emishub.security.agreement.Agreements;
import tools.jackson.databind.JsonNode;

/** Agreement texts with the time in which each was the one, from a hub's own record or from the files that lie in the folder. */
record KeptTexts(List<Text> texts, String source) {
    KeptTexts {
        texts = List.copyOf(texts);
    }

    /** One of them; from the beginning of time where nobody noted since when. */
    record Text(Agreement agreement, Instant since, Optional<Instant> until) {}

    /** What a hub kept. */
    static KeptTexts of(JsonNode operation) {
        List<Text> texts = new ArrayList<>();
        Instant first = Instant.MAX;
        for (JsonNode one : operation.path("texts")) {
            Instant since = Instant.parse(one.path("since").asString(""));
            first = since.isBefore(first) ? since : first;
            String id = one.path("agreement").asString("");
            Optional<Instant> until = Optional.of(one.path("until").asString(""))
                    .filter(time -> !time.isEmpty())
                    .map(Instant::parse);
            texts.add(new Text(
                    AgreementFile.parse(
                            id + ".yaml",
                            Base64.getDecoder().decode(one.path("text").asString(""))),
                    since,
                    until));
        }
        return new KeptTexts(
                texts,
                texts.isEmpty()
                        ? "from the texts that this hub kept, of which there are none"
                        : "from the texts that this hub has kept since " + first
                                + " (before that nothing was in force in it)");
    }

    /** The versions in a folder, by the days that they write. */
    static KeptTexts of(Agreements agreements) {
        return new KeptTexts(
                agreements.all().stream()
                        .map(agreement -> new Text(agreement, Instant.MIN, Optional.<Instant>empty()))
                        .toList(),
                "from the days that the files in the folder write");
    }

    /** The agreements in force at the end of the day, each in its own time zone; of several versions the latest. */
    List<Agreement> on(LocalDate day) {
        return texts.stream()
                .filter(text -> inForce(text, day))
                .map(Text::agreement)
                .toList();
    }

    /** The day that it is at a moment, in the time zone of the agreements where that is the latest. */
    LocalDate today(Instant now) {
        return texts.stream()
                .map(text -> LocalDate.ofInstant(now, text.agreement().timeZone()))
                .max(Comparator.naturalOrder())
                .orElseGet(() -> LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    private static boolean inForce(Text text, LocalDate day) {
        Instant end = day.plusDays(1)
                .atStartOfDay(text.agreement().timeZone())
                .toInstant()
                .minusMillis(1);
        return text.agreement().inForceAt(end)
                && !text.since().isAfter(end)
                && text.until().filter(until -> !until.isAfter(end)).isEmpty();
    }
}
