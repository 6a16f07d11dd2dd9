package org.emishub.deployment;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Work of its own accord that needs the routes: begun after them, ended before them, and not begun by a hub whose data is only looked at. */
final class WhileRoutesAreUp implements SmartLifecycle {
    private final ApplicationContext context;
    private final Runnable begin;
    private final Runnable end;
    private volatile boolean running;

    WhileRoutesAreUp(ApplicationContext context, Runnable begin, Runnable end) {
        this.context = context;
        this.begin = begin;
        this.end = end;
    }

    @Override
    public void start() {
        begin.run();
        running = true;
    }

    @Override
    public void stop() {
        end.run();
        running = false;
    }

    @Override
    public boolean isAutoStartup() {
        return context instanceof WebServerApplicationContext;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Routing.BEFORE_THE_PORTS + 1;
    }
}
