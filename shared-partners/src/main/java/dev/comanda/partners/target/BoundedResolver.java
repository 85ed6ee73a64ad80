package dev.comanda.partners.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a lookup that takes too long. The system's own holds its thread however slow a name server is, so it gets threads
 * to itself: on the few that carry all virtual ones, two slow names would stop every other partner's deliveries.
 */
final class BoundedResolver implements Resolver {
    private final Resolver system;
    private final Duration longest;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("lookup-", 0).factory());

    BoundedResolver(Resolver system, Duration longest) {
        this.system = system;
        this.longest = longest;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> lookup = threads.submit(() -> system.resolve(host));
        try {
            return lookup.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + ": interrupted");
        } catch (ExecutionException | TimeoutException e) {
            lookup.cancel(true);
            throw new UnknownHostException(host);
        }
    }
}
