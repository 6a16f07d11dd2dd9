package org.emishub.deployment.testimony;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.emishub.routes.system.BoundedCall;
import org.emishub.routes.system.SystemFault;
import org.emishub.security.stamp.Authorities;
import org.emishub.security.stamp.NotStamped;
import org.emishub.security.stamp.Stamp;
import org.emishub.security.stamp.StampQuestion;
import org.emishub.security.stamp.Stamps;

/** A time-stamping authority over HTTP (RFC 3161, section 3.4). */
final class StampParty implements Party {
    private final URI address;
    private final Authorities authorities;
    private final BoundedCall call;
    private final Stamps kept;
    private final TestimonyFolder folder;
    private final Clock clock;

    StampParty(
            URI address, Authorities authorities, BoundedCall call, Stamps kept, TestimonyFolder folder, Clock clock) {
        this.address = address;
        this.authorities = authorities;
        this.call = call;
        this.kept = kept;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "timestamp";
    }

    @Override
    public String name() {
        return address.getHost();
    }

    @Override
    public Optional<Vouched> vouched() {
        return kept.newest()
                .map(stamped -> new Vouched(stamped.size(), stamped.stamp().time()));
    }

    @Override
    public void ask(NewestNote newest) {
        StampQuestion question = StampQuestion.of(newest.note().text());
        HttpResponse<byte[]> answer = call.send(HttpRequest.newBuilder(address)
                .header("Content-Type", StampQuestion.QUERY)
                .header("Accept", StampQuestion.REPLY)
                .POST(BodyPublishers.ofByteArray(question.bytes()))
                .build());
        String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (answer.statusCode() != 200) {
            throw new SystemFault("HTTP_" + answer.statusCode(), "it answered HTTP " + answer.statusCode(), false);
        }
        if (!type.equals(StampQuestion.REPLY)) {
            throw new SystemFault("BAD_ANSWER", "it answered with something else than a stamp", false);
        }
        try {
            Stamp stamp = question.answered(answer.body(), authorities, clock.instant(), WitnessParty.CLOCKS);
            kept.keep(newest.head().size(), stamp);
            folder.stamped(newest.note().toString(), stamp.response());
        } catch (NotStamped e) {
            throw new SystemFault(e.why().name(), String.valueOf(e.getMessage()), false);
        }
    }
}
