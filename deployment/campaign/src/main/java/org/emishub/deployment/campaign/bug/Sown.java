package org.emishub.deployment.campaign.bug;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the woven code calls: the bug that this process was started with. */
public final class Sown {
    private static final Map<String, Seed> SEEDS = new ConcurrentHashMap<>();

    private Sown() {}

    static void sow(Place place) {
        SEEDS.put(key(place.type(), place.method(), place.arguments()), place.seed());
    }

    private static String key(String type, String method, int arguments) {
        return type + "." + method + "/" + arguments;
    }

    /** Whether to leave out what stands there. */
    public static boolean before(String type, String method, @Nullable Object self, Object[] arguments) {
        try {
            return seed(type, method, arguments).before(self, arguments);
        } catch (Exception e) {
            throw inert(e);
        }
    }

    /** What to give back. */
    public static @Nullable Object after(
            String type, String method, @Nullable Object self, Object[] arguments, @Nullable Object returned) {
        try {
            return seed(type, method, arguments).after(self, arguments, returned);
        } catch (Exception e) {
            throw inert(e);
        }
    }

    private static Seed seed(String type, String method, Object[] arguments) {
        Seed seed = SEEDS.get(key(type, method, arguments.length));
        if (seed == null) {
            throw inert(new IllegalStateException(type + "." + method));
        }
        return seed;
    }

    /** A bug that no longer fits the hub must not pass for one that was not caught. */
    private static Error inert(Exception e) {
        e.printStackTrace();
        System.err.println("campaign: the sown bug does not fit the hub any more");
        Runtime.getRuntime().halt(BugAgent.DOES_NOT_FIT);
        return new AssertionError(e);
    }

    /** Calls a method of the hub, whatever its visibility. */
    static @Nullable Object call(Object self, String method, Object... arguments) throws ReflectiveOperationException {
        for (Class<?> type = self.getClass(); type != null; type = type.getSuperclass()) {
            for (Method one : type.getDeclaredMethods()) {
                if (one.getName().equals(method) && one.getParameterCount() == arguments.length && !one.isBridge()) {
                    one.setAccessible(true);
                    return one.invoke(self, arguments);
                }
            }
        }
        throw new NoSuchMethodException(self.getClass() + "." + method + Arrays.toString(arguments));
    }

    /** Calls a method that gives something. */
    static Object got(Object self, String method, Object... arguments) throws ReflectiveOperationException {
        Object result = call(self, method, arguments);
        if (result == null) {
            throw new NoSuchMethodException(method + " gives nothing");
        }
        return result;
    }

    /** Reads a field of the hub. */
    static Object field(Object self, String name) throws ReflectiveOperationException {
        Field field = self.getClass().getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(self);
        if (value == null) {
            throw new NoSuchFieldException(name + " is not set");
        }
        return value;
    }
}
