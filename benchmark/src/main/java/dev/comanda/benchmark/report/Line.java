package dev.comanda.benchmark.report;

import org.jspecify.annotations.Nullable;

/**
 * One measured path. Null stands for what was not measured or does not apply.
 *
 * @param key names the line in JSON, the same in every version of the benchmark
 * @param rate events a second
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param cpuService milliseconds of CPU for each event
 * @param cpuDatabase the same of PostgreSQL's processes
 * @param cpuClients the same of the generator and the receiver
 * @param statements for each event
 * @param commits for each event
 * @param walBytes for each event
 * @param others share of the machine's time that other processes took: above 0.05 the figures are too low
 * @param note what else is to be known of this line
 */
public record Line(
        String key,
        String label,
        double rate,
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Double cpuService,
        @Nullable Double cpuDatabase,
        @Nullable Double cpuClients,
        @Nullable Double statements,
        @Nullable Double commits,
        @Nullable Double walBytes,
        @Nullable Double others,
        String note) {}
