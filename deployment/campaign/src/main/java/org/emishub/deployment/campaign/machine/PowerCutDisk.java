package org.emishub.deployment.campaign.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A file system on a device with a volatile cache: nbdkit holds what was written and not flushed, and forgets it when it is killed.
 *
 * <p>An image file, nbdkit with its writeback cache before it, nbdfuse to show that as a file, a loop device on the file, ext4 on the device.
 */
final class PowerCutDisk implements Disk {
    static final String NEEDS = "nbdkit, nbdfuse, losetup, mkfs.ext4, e2fsck, fallocate and umount";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final Path workshop;
    private String loop = "";
    /** Each time that the power comes back everything above the image is made anew: what is left of before may go when it can. */
    private int generation;

    private PowerCutDisk(Path folder, Path workshop) {
        this.folder = folder;
        this.workshop = workshop;
    }

    static boolean possible() {
        return Shell.has("nbdkit", "nbdfuse", "losetup", "mkfs.ext4", "e2fsck", "fallocate", "umount")
                && Files.exists(Path.of("/dev/fuse"));
    }

    /**
     * Makes and mounts it.
     *
     * @param workshop where image, socket and pid files lie: on a disk that keeps them
     */
    static PowerCutDisk mount(Path folder, Path workshop, long megabytes) throws IOException {
        Files.createDirectories(folder);
        Files.createDirectories(workshop);
        PowerCutDisk disk = new PowerCutDisk(folder, workshop);
        try (RandomAccessFile image = new RandomAccessFile(disk.image(), "rw")) {
            image.setLength(megabytes << 20);
        }
        try {
            // No block is kept for root: full is to be full.
            Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", disk.image());
            disk.powerOn();
        } catch (IllegalStateException e) {
            disk.close();
            throw e;
        }
        return disk;
    }

    private void powerOn() throws IOException {
        generation++;
        Path socket = workshop.resolve("nbd.sock." + generation);
        Path device = device(generation);
        Files.createFile(device);
        Shell.run(
                "nbdkit",
                "-U",
                socket.toString(),
                "-P",
                pidFile().toString(),
                "--filter=cache",
                "file",
                image(),
                "cache=writeback");
        await(() -> Files.exists(socket), "nbdkit");
        new ProcessBuilder("nbdfuse", device.toString(), "nbd+unix:///?socket=" + socket)
                .redirectErrorStream(true)
                .redirectOutput(workshop.resolve("nbdfuse.log").toFile())
                .start();
        await(() -> device.toFile().length() > 0, "nbdfuse");
        loop = Shell.run("losetup", "-f", "--show", device.toString());
        // A long interval between commits of ext4 itself: nothing becomes durable by luck.
        Shell.run("mount", "-o", "commit=60", loop, folder.toString());
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<String> skipped() {
        return List.of();
    }

    @Override
    public void fill(long leave) throws IOException {
        Ballast.fill(folder, leave);
    }

    @Override
    public void free() throws IOException {
        Ballast.free(folder);
    }

    @Override
    public void cutPower() {
        pid().ifPresent(pid -> {
            pid.destroyForcibly();
            pid.onExit().join();
        });
    }

    @Override
    public void restorePower() throws IOException {
        takeDown();
        // 1: errors were corrected, as a boot would.
        Shell.succeeds("e2fsck", "-fy", image());
        powerOn();
    }

    /** After a cut everything below answers with errors; each layer goes all the same, some only when the last process has let go. */
    private void takeDown() {
        Shell.succeeds("umount", "-l", folder.toString());
        if (!loop.isEmpty()) {
            Shell.succeeds("losetup", "-d", loop);
            loop = "";
        }
        Shell.succeeds("umount", "-l", device(generation).toString());
    }

    private Path device(int number) {
        return workshop.resolve("device." + number);
    }

    @Override
    public void close() {
        try {
            Shell.succeeds("umount", folder.toString());
            java.util.Optional<ProcessHandle> nbdkit = pid();
            takeDown();
            nbdkit.ifPresent(ProcessHandle::destroy);
            Files.deleteIfExists(Path.of(image()));
        } catch (IOException e) {
            System.err.println("campaign: " + folder + " is perhaps still mounted: " + e.getMessage());
        }
    }

    private java.util.Optional<ProcessHandle> pid() {
        try {
            return Files.exists(pidFile())
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readString(pidFile()).strip()))
                    : java.util.Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path pidFile() {
        return workshop.resolve("nbdkit.pid." + generation);
    }

    private String image() {
        return workshop.resolve("disk.img").toString();
    }

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + " did not come within " + PATIENCE.toSeconds() + " s");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
