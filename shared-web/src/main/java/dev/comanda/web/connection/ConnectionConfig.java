package dev.comanda.web.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Limits of connections, before any request is known. */
@ConfigMapping(prefix = "comanda.connections")
interface ConnectionConfig {
    /** Open connections in this process, those of proxies included; a further one is closed at once. At least 1. */
    @WithDefault("4096")
    int total();

    /** Open connections of one source address (IPv6: of one /64); a further one is closed at once. At least 1. */
    @WithDefault("256")
    int perSource();

    /**
     * Addresses and networks (CIDR) that {@link #perSource()} and the share of webhook bytes do not limit. The addresses of
     * {@code quarkus.http.proxy.trusted-proxies} are added: all clients of a proxy come from its address.
     */
    @WithDefault("127.0.0.0/8,::1/128")
    List<String> exempt();

    /** From the start of a connection until the headers of its first request are complete. */
    @WithDefault("10s")
    Duration firstRequest();

    /** From the end of an answer until the headers of the next request are complete. */
    @WithDefault("30s")
    Duration nextRequest();

    /** From the end of the headers until the body is complete. Webhooks have shorter deadlines. */
    @WithDefault("30s")
    Duration body();
}
