package org.emishub.deployment.door;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.emishub.routes.gateway.Gateway;
import org.emishub.routes.usage.ChildUsage;
import org.emishub.routes.usage.ChildUsage.Looker;
import org.emishub.security.json.NotWellFormed;
import org.emishub.security.json.StrictJson;
import org.emishub.security.member.SystemId;
import org.emishub.security.refusal.Code;
import org.emishub.security.refusal.Refusal;
import org.emishub.security.usage.UsageJson;
import org.emishub.security.usage.UsagePage;
import org.emishub.security.usage.UsageQuery;
import org.emishub.security.usage.UsageWords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who looked at a child's data, for portals that are entitled to ask: {@code GET /usage/v2/findUsage}, {@code usagePeriod} and {@code heartbeat}. */
public final class UsageServlet extends HttpServlet {
    /** Where it is served: a security server adds the version and the operation to this address. */
    public static final String PATH = "/usage/v2/*";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(UsageServlet.class);
    private static final Set<String> PARAMETERS =
            Set.of("userCode", "periodStart", "periodEnd", "offset", "limit", "lang");
    private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}._-]{1,64}");

    /** The one header in the spelling of the OpenAPI text, and in that of the protocol's. */
    private static final String[] USER = {"X-Road-UserId", "X-Road-User-Id"};

    private final transient ChildUsage usage;
    private final transient Gateway gateway;
    private final transient Set<SystemId> entitled;
    private final transient Function<UsageWords, UsageJson> json;

    /** @param json answers in a language */
    public UsageServlet(
            ChildUsage usage, Gateway gateway, Set<SystemId> entitled, Function<UsageWords, UsageJson> json) {
        this.usage = usage;
        this.gateway = gateway;
        this.entitled = Set.copyOf(entitled);
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (NotWellFormed e) {
            refuse(request, response, new Refusal(Code.MALFORMED, e.rule()));
        } catch (RuntimeException e) {
            // No text of the exception: it may quote what was asked or held.
            LOG.error(
                    "who looked at a child's data could not be told: {}",
                    e.getClass().getName());
            Problem.unavailable(response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(request.getAttribute(MemberFilter.ATTRIBUTE) instanceof SystemId member) || !entitled.contains(member)) {
            refuse(request, response, new Refusal(Code.NOT_AGREED, "usage.from: not entitled"));
            return;
        }
        switch (String.valueOf(request.getPathInfo())) {
            case "/findUsage" -> write(response, find(request, response, member));
            case "/usagePeriod" -> write(response, UsageJson.period(usage.since()));
            case "/heartbeat" -> write(response, UsageJson.heartbeat(alive()));
            default -> refuse(request, response, new Refusal(Code.MALFORMED, "usage: no such operation"));
        }
    }

    private boolean alive() {
        try {
            usage.since();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private ObjectNode find(HttpServletRequest request, HttpServletResponse response, SystemId member) {
        request.getParameterMap().forEach((name, values) -> {
            if (!PARAMETERS.contains(name) || values.length != 1) {
                throw new NotWellFormed("usage: one each of userCode, periodStart, periodEnd, offset, limit, lang");
            }
        });
        UsageWords words = UsageWords.in(given(request, "lang")
                .or(() -> Optional.ofNullable(request.getHeader("Accept-Language")))
                .orElse(""));
        Looker looker = new Looker(person(request), member, "");
        UsagePage page = usage.look(looker, person(given(request, "userCode")), query(request));
        response.setHeader("Content-Language", words.language());
        return json.apply(words).of(page);
    }

    private static String person(HttpServletRequest request) {
        Optional<String> one = Optional.ofNullable(request.getHeader(USER[0]));
        Optional<String> other = Optional.ofNullable(request.getHeader(USER[1]));
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            throw new NotWellFormed("usage: one " + USER[0]);
        }
        return person(one.or(() -> other));
    }

    private static String person(Optional<String> number) {
        return number.map(String::strip)
                .filter(text -> PERSON.matcher(text).matches())
                .orElseThrow(() -> new NotWellFormed("usage: who asks (" + USER[0] + ") and about whom (userCode)"));
    }

    private static UsageQuery query(HttpServletRequest request) {
        try {
            return new UsageQuery(
                    given(request, "periodStart").map(UsageServlet::moment),
                    given(request, "periodEnd").map(UsageServlet::moment),
                    given(request, "offset").map(Integer::parseInt).orElse(0),
                    given(request, "limit").map(Integer::parseInt).orElse(UsageQuery.DEFAULT_LIMIT));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new NotWellFormed("usage: times as of RFC 3339, offset from 0, limit from 1 to " + UsageQuery.MOST);
        }
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static Optional<String> given(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).filter(text -> !text.isBlank());
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        Object member = request.getAttribute(MemberFilter.ATTRIBUTE);
        gateway.refused(member == null ? request.getRemoteAddr() : member.toString(), refusal);
        Problem.write(response, refusal.code());
    }

    private static void write(HttpServletResponse response, ObjectNode answer) throws IOException {
        byte[] body = StrictJson.bytes(answer);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
