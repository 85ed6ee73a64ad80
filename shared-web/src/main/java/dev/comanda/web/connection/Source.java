package dev.comanda.web.connection;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where requests come from, for limits: an IPv4 address, or the first 64 bits of an IPv6 address, because one customer gets
 * that many addresses.
 */
public record Source(String name) {
    /** Of an address as text; text that is no address is a source of its own. */
    public static Source of(String address) {
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException noAddress) {
            return new Source(address);
        }
    }

    static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Source(
                bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address.getHostAddress());
    }
}
