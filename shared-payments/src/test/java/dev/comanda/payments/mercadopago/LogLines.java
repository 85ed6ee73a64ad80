package dev.comanda.payments.mercadopago;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Every line that our code and the REST client log at any level until this is closed, stack traces included. */
final class LogLines extends Handler implements AutoCloseable {
    private static final List<Logger> WATCHED = List.of(
            Logger.getLogger("dev.comanda"),
            Logger.getLogger("org.jboss.resteasy.reactive"),
            Logger.getLogger("io.quarkus.rest"),
            Logger.getLogger("io.smallrye.faulttolerance"));

    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        setLevel(Level.ALL);
        WATCHED.forEach(logger -> {
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        });
        WATCHED.getFirst().finest("the test's own line");
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(new PatternFormatter("%s%E").format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        WATCHED.forEach(logger -> {
            logger.setLevel(null);
            logger.setUseParentHandlers(true);
            logger.removeHandler(this);
        });
    }
}
