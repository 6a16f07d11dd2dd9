package org.emishub.adapters.education.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emishub.adapters.education.oneroster.Tally;
import tools.jackson.databind.json.JsonMapper;

/** What a sender reads about its file. */
final class TakenJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private TakenJson() {}

    /** Receipt, verdicts and the first errors of a file that was taken. */
    static byte[] done(Taken.Done done, ErrorList errors) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("receipt", done.receipt());
        json.put("batchReceipt", done.batchReceipt());
        json.put("repeated", done.repeated());
        json.put("kind", done.loaded().kind().name());
        json.put("rowsAccepted", done.loaded().accepted());
        json.put("rowsRefused", done.loaded().refused());
        json.put("announced", done.announced());
        json.put("files", files(done.loaded().tally()));
        json.put("refusedByCode", errors.byCode());
        json.put("errors", errors.first());
        json.put("errorsComplete", errors.isComplete());
        return MAPPER.writeValueAsBytes(json);
    }

    private static List<Map<String, Object>> files(Tally tally) {
        return tally.byFile().entrySet().stream()
                .map(file -> Map.<String, Object>of(
                        "file", file.getKey(),
                        "accepted", file.getValue().accepted(),
                        "refused", file.getValue().refused()))
                .toList();
    }

    /** RFC 9457 problem details; {@code why} is the closer reason where there is one. */
    static byte[] problem(int status, String code, String why, String detail) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "urn:emishub:code:" + code);
        json.put("title", code);
        json.put("status", status);
        json.put("detail", detail);
        if (!why.isEmpty()) {
            json.put("why", why);
        }
        return MAPPER.writeValueAsBytes(json);
    }
}
