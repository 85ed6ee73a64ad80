package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the database can do by itself: rows of the size of an event, with a unique key, one statement a commit. Command:
 * {@code run CONNECTIONS ROWS MILLIS} after a process is started with the database's URL, user and password.
 */
public final class Commits {
    private static final byte[] BODY = "x".repeat(400).getBytes(UTF_8);

    private final String url;
    private final String user;
    private final String password;
    private int runs;

    private Commits(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    public static void main(String... arguments) throws Exception {
        Commits commits = new Commits(arguments[0], arguments[1], arguments[2]);
        Commands.serve(
                words -> commits.run(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3])));
    }

    private Outcome run(int connections, int rows, long millis) throws Exception {
        execute("create table if not exists benchmark_row (id text primary key, body bytea not null)");
        int run = runs++;
        long firstAt = Load.clock();
        long start = System.nanoTime();
        long until = start + millis * 1_000_000;
        long[] nanos;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<long[]>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                String prefix = "%d-%d-".formatted(run, i);
                all.add(threads.submit(() -> commit(prefix, rows, until)));
            }
            List<long[]> done = new ArrayList<>();
            for (Future<long[]> each : all) {
                done.add(each.get());
            }
            nanos = done.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(
                nanos.length * rows, 0, seconds, millis(nanos, 0.5), millis(nanos, 0.99), firstAt, List.of(), 0);
    }

    private long[] commit(String prefix, int rows, long until) throws SQLException {
        long[] nanos = new long[1 << 20];
        int commits = 0;
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement insert = connection.prepareStatement(
                        rows == 1
                                ? "insert into benchmark_row (id, body) values (?, ?)"
                                : "insert into benchmark_row (id, body) select * from unnest(?::text[], ?::bytea[])")) {
            for (long now = System.nanoTime(); now < until && commits < nanos.length; ) {
                if (rows == 1) {
                    insert.setString(1, prefix + commits);
                    insert.setBytes(2, BODY);
                } else {
                    insert.setArray(1, ids(connection, prefix + commits + "-", rows));
                    insert.setArray(2, bodies(connection, rows));
                }
                insert.executeUpdate();
                long done = System.nanoTime();
                nanos[commits++] = done - now;
                now = done;
            }
        }
        return Arrays.copyOf(nanos, commits);
    }

    private static Array ids(Connection connection, String prefix, int rows) throws SQLException {
        String[] ids = new String[rows];
        Arrays.setAll(ids, i -> prefix + i);
        return connection.createArrayOf("text", ids);
    }

    private static Array bodies(Connection connection, int rows) throws SQLException {
        byte[][] bodies = new byte[rows][];
        Arrays.fill(bodies, BODY);
        return connection.createArrayOf("bytea", bodies);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * share)] / 1e6;
    }
}
