package dev.comanda.web.connection;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Limits what one address can hold before it has sent a request: the number of its connections, and the time to complete
 * each request. Netty calls this for every accepted connection; {@link ConnectionStart} switches that on.
 *
 * <p>An idle timeout alone does not end a client that sends one byte of a header every few seconds.
 */
public final class ConnectionLimits extends ChannelInitializerExtension {
    private static final Logger LOG = Logger.getLogger(ConnectionLimits.class);

    /** The name that Vert.x gives to its last handler of an HTTP/1.1 connection. A connection with TLS has it later. */
    private static final String VERTX_HANDLER = "handler";

    private static final AtomicBoolean LOADED = new AtomicBoolean();

    /** Null where no service has started, as for the clients and servers of a test that runs without one. */
    private static volatile @Nullable Rules rules;

    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<Source, Integer> open = new ConcurrentHashMap<>();

    /** For the service loader of Netty. */
    public ConnectionLimits() {
        LOADED.set(true);
    }

    static void apply(ConnectionConfig config, ExemptSources exempt) {
        rules = new Rules(config, exempt);
    }

    static boolean areLoaded() {
        return LOADED.get();
    }

    @Override
    public void postInitializeServerChildChannel(Channel accepted) {
        accepted.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                Rules now = rules;
                if (now != null) {
                    limit(connection, now);
                }
            }
        });
    }

    private void limit(Channel connection, Rules now) {
        connection.closeFuture().addListener(_ -> total.decrementAndGet());
        if (total.incrementAndGet() > now.config().total() || isOneTooMany(connection, now)) {
            LOG.debugf("A connection from %s was closed: there are too many", connection.remoteAddress());
            var _ = connection.close();
        } else if (connection.pipeline().get(VERTX_HANDLER) != null) {
            connection.pipeline().addBefore(VERTX_HANDLER, "comanda-deadlines", new RequestDeadlines(now.config()));
        }
    }

    private boolean isOneTooMany(Channel connection, Rules now) {
        if (!(connection.remoteAddress() instanceof InetSocketAddress remote)
                || now.exempt().contains(remote.getAddress())) {
            return false;
        }
        Source source = Source.of(remote.getAddress());
        connection.closeFuture().addListener(_ -> open.computeIfPresent(source, (_, n) -> n == 1 ? null : n - 1));
        return open.merge(source, 1, Integer::sum) > now.config().perSource();
    }

    private record Rules(ConnectionConfig config, ExemptSources exempt) {}
}
