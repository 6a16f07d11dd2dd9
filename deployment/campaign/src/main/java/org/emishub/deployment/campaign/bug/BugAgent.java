package org.emishub.deployment.campaign.bug;

import java.lang.instrument.Instrumentation;
import java.util.Locale;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/** {@code java -javaagent:campaign.jar=accept-before-commit ...}: starts a hub that has one bug. */
public final class BugAgent {
    static final int DOES_NOT_FIT = 97;

    private BugAgent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(String bug, Instrumentation instrumentation) {
        sow(Bug.valueOf(bug.strip().toUpperCase(Locale.ROOT).replace('-', '_')), instrumentation);
        System.err.println("campaign: this hub has the bug '" + bug + "'");
    }

    static void sow(Bug bug, Instrumentation instrumentation) {
        AgentBuilder builder = new AgentBuilder.Default().with(new Loudly());
        for (Place place : bug.places()) {
            Sown.sow(place);
            builder = builder.type(ElementMatchers.named(place.type()))
                    .transform((type, description, loader, module, domain) -> type.visit(Advice.to(Interposed.class)
                            .on(ElementMatchers.named(place.method())
                                    .and(ElementMatchers.takesArguments(place.arguments())))));
        }
        builder.installOn(instrumentation);
    }

    /** A bug that cannot be sown stops the process: a hub without it would be taken for one that hides it. */
    private static final class Loudly extends AgentBuilder.Listener.Adapter {
        @Override
        public void onError(
                String type,
                @Nullable ClassLoader loader,
                @Nullable JavaModule module,
                boolean loaded,
                Throwable throwable) {
            if (type.startsWith("org.emishub")) {
                throwable.printStackTrace();
                Runtime.getRuntime().halt(DOES_NOT_FIT);
            }
        }
    }
}
