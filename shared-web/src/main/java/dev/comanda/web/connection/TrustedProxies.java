package dev.comanda.web.connection;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Tells a client's address from {@code X-Forwarded-For}. Each proxy appends the address that it saw, and a client can write
 * what it likes in front. So the last address that is not one of our proxies is the client's.
 */
record TrustedProxies(Networks networks) {
    static final TrustedProxies NONE = new TrustedProxies(new Networks(List.of()));

    /**
     * The client's address.
     *
     * @param peer the other end of the connection
     * @param forwarded the values of {@code X-Forwarded-For}, in their order
     * @param otherwise the answer where the peer is no trusted proxy, or says nothing about its client
     */
    String client(String peer, List<String> forwarded, String otherwise) {
        if (forwarded.isEmpty() || !networks.contains(peer)) {
            return otherwise;
        }
        String client = peer;
        for (String next :
                Arrays.asList(String.join(",", forwarded).split(",", -1)).reversed()) {
            String address = withoutPort(next.strip());
            if (!isAddress(address)) {
                return client;
            }
            client = address;
            if (!networks.contains(client)) {
                return client;
            }
        }
        return client;
    }

    /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            return text.substring(1).replaceFirst("](:\\d{1,5})?$", "");
        }
        return text.replaceFirst("^([\\d.]+):\\d{1,5}$", "$1");
    }

    private static boolean isAddress(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
