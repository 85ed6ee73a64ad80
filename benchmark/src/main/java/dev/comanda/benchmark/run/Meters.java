package dev.comanda.benchmark.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the usage of the processes that one path is about. */
record Meters(long service, @Nullable Database database, List<Long> clients) {
    Usage read() throws Exception {
        double cpuOfClients = clients.stream().mapToDouble(Processes::cpu).sum();
        double statements = database == null ? Double.NaN : database.statements();
        double commits = database == null ? Double.NaN : database.commits();
        double wal = database == null ? Double.NaN : database.walBytes();
        double cpuOfDatabase = database == null ? Double.NaN : Processes.cpuOfTree(database.pid());
        return new Usage(
                Processes.cpu(service),
                cpuOfDatabase,
                cpuOfClients,
                Processes.cpuOfMachine(),
                statements,
                commits,
                wal,
                System.nanoTime() / 1e9);
    }
}
