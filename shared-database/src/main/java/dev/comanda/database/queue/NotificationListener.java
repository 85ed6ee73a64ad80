package dev.comanda.database.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears other replicas' NOTIFY on a connection of its own, outside the pool, which it opens again whenever it breaks. */
@ApplicationScoped
class NotificationListener {
    static final String CHANNEL = "comanda";

    private static final Logger LOG = Logger.getLogger(NotificationListener.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int BLOCK_MILLIS = 10_000;

    private final String url;
    private final Properties credentials = new Properties();
    private volatile boolean open = true;
    private volatile @Nullable Connection connection;

    NotificationListener(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.url = url;
        username.ifPresent(name -> credentials.setProperty("user", name));
        password.ifPresent(word -> credentials.setProperty("password", word));
        credentials.setProperty("connectTimeout", "5");
        credentials.setProperty("tcpKeepAlive", "true");
        credentials.setProperty("ApplicationName", "comanda listen");
    }

    /** {@code connected} runs after every (re)connect, since whatever was sent before it was missed. */
    void start(Consumer<String> heard, Runnable connected) {
        Thread.ofVirtual().name("notification-listener").start(() -> run(heard, connected));
    }

    void stop() {
        open = false;
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debugf("the listening connection did not close: %s", e.getMessage());
            }
        }
    }

    private void run(Consumer<String> heard, Runnable connected) {
        Duration pause = FIRST_PAUSE;
        while (open) {
            try (Connection fresh = DriverManager.getConnection(url, credentials)) {
                connection = fresh;
                try (Statement statement = fresh.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                connected.run();
                pause = FIRST_PAUSE;
                hear(fresh.unwrap(PGConnection.class), heard);
            } catch (SQLException e) {
                LOG.debugf("listening stopped: %s", e.getMessage());
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void hear(PGConnection postgres, Consumer<String> heard) throws SQLException {
        while (open) {
            PGNotification[] notifications = postgres.getNotifications(BLOCK_MILLIS);
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    heard.accept(notification.getParameter());
                }
            }
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
