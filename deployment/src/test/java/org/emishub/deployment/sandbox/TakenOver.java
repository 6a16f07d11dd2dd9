package org.emishub.deployment.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.emishub.deployment.RunningHub;
import org.emishub.security.agreement.Agreement;
import org.emishub.security.agreement.Agreements;

/** Waits until a hub goes by what lies in its folder of agreements: it looks once a second, and whoever asks while it reads is given what was so before. */
final class TakenOver {
    private TakenOver() {}

    static void await(RunningHub hub, Path folder) {
        Map<String, String> wanted = texts(Agreements.load(folder));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> hub.part(Supplier.class).get() instanceof Agreements now
                        && texts(now).equals(wanted));
    }

    private static Map<String, String> texts(Agreements agreements) {
        return agreements.all().stream()
                .collect(Collectors.toMap(one -> one.id() + "@" + one.version(), Agreement::bundleHash));
    }
}
