package dev.comanda.benchmark.report;

/**
 * What does not depend on load.
 *
 * @param secondsToReady from the start of the process to the first 200 of its readiness probe; the database exists already
 * @param serviceMegabytes of memory after that start, idle
 * @param databaseMegabytes of all PostgreSQL processes
 * @param idleCpu of service and database together, as a share of one core
 */
public record Facts(double secondsToReady, double serviceMegabytes, double databaseMegabytes, double idleCpu) {
    public String text() {
        return "start to ready %.1f s; idle: service %.0f MB, database %.0f MB, %.1f %% of a core"
                .formatted(secondsToReady, serviceMegabytes, databaseMegabytes, 100 * idleCpu);
    }
}
