package dev.comanda.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Which names and addresses are this machine's own. */
final class Loopback {
    private static final Pattern BRACKETS = Pattern.compile("[\\[\\]]");

    private Loopback() {}

    /** By the text alone, without asking a resolver that may be somebody else's. */
    static boolean isNamedBy(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(BRACKETS.matcher(host).replaceAll("")).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    /** Whether listening on this host name means listening on loopback only. */
    static boolean isListenedOnBy(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
