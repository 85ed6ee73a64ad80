package dev.comanda.partners.target;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A block of addresses such as {@code 10.0.0.0/8} or {@code fd00::/8}; an address of the other family is never in it. */
record Cidr(InetAddress network, int prefix) {
    private static final Pattern LITERAL = Pattern.compile(
            "((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!/)|(?=/))){4}/\\d{1,2}|[0-9a-fA-F.]*:[0-9a-fA-F:.]+/\\d{1,3}");

    /** Throws IllegalArgumentException on anything but a literal address and a prefix length that fits it. */
    static Cidr of(String text) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException("not a CIDR block: " + text);
        }
        int slash = text.indexOf('/');
        try {
            InetAddress network = InetAddress.ofLiteral(text.substring(0, slash));
            int prefix = Integer.parseInt(text.substring(slash + 1));
            if (prefix > network.getAddress().length * 8) {
                throw new IllegalArgumentException("the prefix is too long: " + text);
            }
            return new Cidr(InetAddress.getByAddress(network.getAddress()), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a CIDR block: " + text, e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += 8) {
            int mask = prefix - bit >= 8 ? 0xFF : 0xFF << (8 - (prefix - bit));
            if (((own[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
