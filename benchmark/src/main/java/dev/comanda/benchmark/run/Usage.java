package dev.comanda.benchmark.run;

/**
 * What was used so far, or between two moments. CPU in seconds; not a number where it was not measured.
 *
 * @param clients the generator and the receiver
 * @param machine everything on this machine
 */
record Usage(
        double service,
        double database,
        double clients,
        double machine,
        double statements,
        double commits,
        double walBytes,
        double seconds) {
    Usage since(Usage before) {
        return new Usage(
                service - before.service,
                database - before.database,
                clients - before.clients,
                machine - before.machine,
                statements - before.statements,
                commits - before.commits,
                walBytes - before.walBytes,
                seconds - before.seconds);
    }

    /** How much of the machine's time went to processes that the benchmark did not start, 0 to 1. */
    double others() {
        double available = seconds * Runtime.getRuntime().availableProcessors();
        return Math.max(0, (machine - service - (Double.isNaN(database) ? 0 : database) - clients) / available);
    }
}
