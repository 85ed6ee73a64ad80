package dev.comanda.system.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Compares what a service contains with the known holes, and asks of each exception that it is needed and not expired. */
record HoleCheck(List<KnownHole> holes, List<AcceptedHole> accepted) {
    static HoleCheck read(Path folder) throws IOException {
        return new HoleCheck(
                lines(folder.resolve("known-holes.csv"), 6, KnownHole::of),
                lines(folder.resolve("exceptions.csv"), 4, AcceptedHole::of));
    }

    /** What is wrong, one sentence each; empty if nothing is. */
    List<String> problems(List<Library> used, LocalDate today) {
        List<String> problems = new ArrayList<>();
        List<AcceptedHole> needed = new ArrayList<>();
        for (Library library : used) {
            for (KnownHole hole : holes) {
                if (hole.isIn(library)) {
                    List<AcceptedHole> covering = accepted.stream()
                            .filter(one -> one.covers(library, hole))
                            .toList();
                    needed.addAll(covering);
                    if (covering.isEmpty()) {
                        problems.add("%s %s has %s (%s), fixed in %s"
                                .formatted(
                                        library.name(), library.version(), hole.cve(), hole.severity(), hole.fixed()));
                    }
                }
            }
        }
        for (AcceptedHole exception : accepted) {
            if (!needed.contains(exception)) {
                problems.add("the exception for %s in %s is not needed: remove it"
                        .formatted(exception.cve(), exception.library()));
            } else if (today.isAfter(exception.until())) {
                problems.add("the exception for %s in %s expired on %s"
                        .formatted(exception.cve(), exception.library(), exception.until()));
            }
        }
        return problems;
    }

    /** The last field of a line may hold commas. */
    private static <T> List<T> lines(Path file, int fields, Function<List<String>, T> read) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> read.apply(Arrays.stream(line.split(",", fields))
                        .map(String::strip)
                        .toList()))
                .toList();
    }
}
