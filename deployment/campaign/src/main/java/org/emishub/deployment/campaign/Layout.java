package org.emishub.deployment.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where everything of a run lies.
 *
 * @param disk what faults may destroy
 * @param outside what no fault reaches: keys, members, what senders and receivers wrote down, logs
 */
record Layout(Path disk, Path outside) {
    static Layout in(Path work) throws IOException {
        Layout layout = new Layout(work.resolve("disk"), Files.createDirectories(work.resolve("outside")));
        Files.createDirectories(layout.logs());
        return layout;
    }

    Path node(int number) {
        return disk.resolve("node-" + number);
    }

    /** The children's keys, which the nodes share. */
    Path vault() {
        return disk.resolve("vault");
    }

    Path broker() {
        return disk.resolve("broker");
    }

    Path database() {
        return disk.resolve("database");
    }

    Path parties() {
        return outside.resolve("parties");
    }

    Path logs() {
        return outside.resolve("logs");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }

    Path behaviour(String receiver) {
        return outside.resolve("behaviour-" + receiver.replace('/', '.'));
    }

    Path clock(int node) {
        return outside.resolve("clock-" + node);
    }

    Path faults() {
        return outside.resolve("faults.jsonl");
    }

    /** Where the disk is made of its parts. */
    Path workshop() {
        return outside.resolveSibling("workshop");
    }
}
