package dev.comanda.benchmark.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the usage of the processes that one path is about. */
record Meters(long service, @Nullable Database database, List<Long> clients) {
    Usage read() throws Exception {
        double cpuOfClients = clients.stream().mapToDouble(Processes::cpu).sum();
        long statements = database == null ? 0 : database.statements();
        long commits = database == null ? 0 : database.commits();
        long wal = database == null ? 0 : database.walBytes();
        double cpuOfDatabase = database == null ? 0 : Processes.cpuOfTree(database.pid());
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
