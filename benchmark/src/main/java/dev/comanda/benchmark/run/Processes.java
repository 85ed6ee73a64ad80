package dev.comanda.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CPU time and memory of processes, read from {@code /proc}; not a number where that is missing. */
final class Processes {
    /** The kernel's unit in {@code /proc}, on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    private Processes() {}

    /** Gives a process that was asked to end 40 seconds, and then kills it. */
    static void awaitEnd(Process process) {
        try {
            if (process.waitFor(40, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /** CPU seconds of one process and of those of its children that have ended. */
    static double cpu(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name before the parenthesis may hold spaces
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException gone) {
            return Double.NaN;
        }
    }

    /** The same over a process and its living children. */
    static double cpuOfTree(long pid) {
        double children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .mapToDouble(child -> cpu(child.pid()))
                .filter(seconds -> !Double.isNaN(seconds))
                .sum();
        return cpu(pid) + children;
    }

    /** CPU seconds in which the whole machine was busy. */
    static double cpuOfMachine() {
        try {
            String[] fields =
                    Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split(" +");
            long busy = 0;
            for (int i : List.of(1, 2, 3, 6, 7, 8)) {
                busy += Long.parseLong(fields[i]);
            }
            return busy / TICKS_PER_SECOND;
        } catch (IOException missing) {
            return Double.NaN;
        }
    }

    /**
     * Megabytes of a process and its living children. Memory that several of them share counts once: each is charged its
     * proportional part.
     */
    static double megabytes(long pid) {
        double children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .mapToDouble(child -> proportional(child.pid()))
                .filter(size -> !Double.isNaN(size))
                .sum();
        return proportional(pid) + children;
    }

    private static double proportional(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException gone) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
