package dev.comanda.benchmark.run;

import dev.comanda.benchmark.report.Facts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Path j: how long a start takes, and what a service costs that has nothing to do. */
final class Starting {
    private static final Map<String, String> SETTINGS = Map.of(
            "COMANDA_DELIVERY_DEADLINE", "15s",
            "COMANDA_INBOX_OPEN_PER_PARTNER", "100000000");

    private Starting() {}

    /** A service on a database that exists and counts its statements. */
    static Application start(Options options, Path folder) throws Exception {
        Map<String, String> settings = new java.util.HashMap<>(SETTINGS);
        settings.put("COMANDA_DATA", folder.toString());
        try (Application first = Application.restaurant(options.service(), folder, settings)) {
            first.call("GET", "/q/health/live", "");
        }
        Database.countStatements(folder);
        if (!options.javaOptions().isEmpty()) {
            settings.put("JAVA_TOOL_OPTIONS", options.javaOptions());
        }
        return Application.restaurant(options.service(), folder, settings);
    }

    static Facts idle(Application service, Database database, Options options) throws Exception {
        Duration time = options.measured();
        Thread.sleep(time.dividedBy(4));
        double before = Processes.cpu(service.pid()) + Processes.cpuOfTree(database.pid());
        Thread.sleep(time);
        double used = Processes.cpu(service.pid()) + Processes.cpuOfTree(database.pid()) - before;
        return new Facts(
                service.secondsToReady(),
                Processes.megabytes(service.pid()),
                Processes.megabytes(database.pid()),
                used / (time.toMillis() / 1e3));
    }
}
