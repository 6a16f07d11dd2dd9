package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process holds.
 *
 * @param threads how many of each name, its digits aside
 * @param heap bytes of live objects, after a full collection; empty where this Java has no jcmd
 */
public record Vitals(Map<String, Integer> threads, int descriptors, Optional<Long> heap) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+[0-9]+\\s+([0-9]+)");
    private static final int FEW = 24;
    private static final long SOME_HEAP = 48L << 20;

    /** What it holds now. */
    public static Vitals of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        return new Vitals(threads(process.resolve("task")), count(process.resolve("fd")), heap(pid));
    }

    private static Map<String, Integer> threads(Path tasks) throws IOException {
        Map<String, Integer> threads = new TreeMap<>();
        try (Stream<Path> entries = Files.list(tasks)) {
            entries.forEach(task -> threads.merge(name(task), 1, Integer::sum));
        }
        return threads;
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip().replaceAll("[0-9]+", "*");
        } catch (IOException e) {
            return "ended";
        }
    }

    private static int count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return (int) entries.count();
        }
    }

    private static Optional<Long> heap(long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return Optional.empty();
        }
        Matcher total = TOTAL.matcher(Shell.run(jcmd.toString(), Long.toString(pid), "GC.class_histogram"));
        return total.find() ? Optional.of(Long.parseLong(total.group(1))) : Optional.empty();
    }

    /** What it holds now beyond what it held before and what a process may hold more of without losing it. */
    public List<String> leakedSince(Vitals before) {
        List<String> leaked = new ArrayList<>();
        if (sum(threads) > sum(before.threads) + FEW) {
            leaked.add("threads grew from " + sum(before.threads) + " to " + sum(threads) + ": " + more(before));
        }
        if (descriptors > before.descriptors + FEW) {
            leaked.add("descriptors grew from " + before.descriptors + " to " + descriptors);
        }
        if (heap.isPresent() && before.heap.isPresent() && heap.get() > before.heap.get() + SOME_HEAP) {
            leaked.add("live heap grew from " + (before.heap.get() >> 20) + " to " + (heap.get() >> 20) + " MB");
        }
        return leaked;
    }

    private String more(Vitals before) {
        return threads.entrySet().stream()
                .filter(one -> one.getValue() > before.threads.getOrDefault(one.getKey(), 0))
                .map(one -> one.getKey() + " " + before.threads.getOrDefault(one.getKey(), 0) + " to " + one.getValue())
                .collect(Collectors.joining(", "));
    }

    private static int sum(Map<String, Integer> threads) {
        return threads.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return sum(threads) + " threads, " + descriptors + " descriptors"
                + heap.map(h -> ", " + (h >> 20) + " MB live").orElse("");
    }
}
