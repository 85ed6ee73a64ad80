package dev.comanda.database.start;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process run by Quarkus' own lifecycle, whose last work is recorded only while it is being stopped. */
final class StoppedService extends Application {
    private StoppedService() {
        super(false);
    }

    static void main(String[] args) {
        Launcher.run(
                "kitchen",
                new SmallRyeConfigBuilder().addDefaultSources().build(),
                () -> ApplicationLifecycleManager.run(new StoppedService(), args));
    }

    @Override
    protected void doStart(String[] args) {
        record("create table work as select 'started' as done");
        if (args.length > 0) {
            throw new IllegalStateException(args[0]);
        }
        System.out.println("started");
    }

    @Override
    protected void doStop() {
        record("insert into work select 'recorded at the end' from pg_sleep(1)");
    }

    @Override
    public String getName() {
        return "stopped-service";
    }

    private static void record(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        System.getProperty("quarkus.datasource.jdbc.url"),
                        System.getProperty("quarkus.datasource.username"),
                        System.getProperty("quarkus.datasource.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
