package org.emishub.routes.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The text of an agreement, key by key, so that a test changes the one line that matters to it. */
public final class TestAgreement {
    private final Map<String, String> lines = new LinkedHashMap<>();
    private String suffix = "";

    private TestAgreement() {}

    public static TestAgreement of(String id, String exchange, String provider, String client, String about) {
        return new TestAgreement()
                .with("agreement", id)
                .with("version", "1")
                .with("country", "TJ")
                .with("timeZone", "Asia/Dushanbe")
                .with("title", "An exchange under test")
                .with("provider", provider)
                .with("client", client)
                .with("exchange", exchange)
                .with("about", about)
                .with("purpose", "Show that the routes keep to the agreement")
                .with("purposeOfUse", "HPAYMT")
                .with("lawfulBasis", "public_task")
                .with("law", "A law, art. 1")
                .with("specialCategory", "none")
                .with("assessment", "DPIA-1")
                .with("inForce", "2020-01-01 .. 2099-12-31")
                .with("reviewBy", "2099-06-01")
                .with("asker", "{ who: organisation }")
                .with("consent", "{ needed: false }")
                .with("breakGlass", "{ allowed: false }")
                .with("limits", "{ perDay: 1000, perRequest: 5 }")
                .with("visibleToChild", "true")
                .with("retention", "{ hub: 24h after receipt, client: 180 days }")
                .with("crossBorder", "none")
                .with("onward", "forbidden")
                .with("incident", "{ contact: dpo@example.org, hours: 24 }");
    }

    public TestAgreement with(String key, String value) {
        lines.put(key, value);
        return this;
    }

    /** In a file of its own beside those of other versions. */
    public TestAgreement beside() {
        suffix = "@" + lines.get("version");
        return this;
    }

    void write(Path folder) {
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (key, value) -> text.append(key).append(": ").append(value).append('\n'));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(lines.get("agreement") + suffix + ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
