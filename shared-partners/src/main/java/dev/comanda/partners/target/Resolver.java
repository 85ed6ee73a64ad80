package dev.comanda.partners.target;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks a name up; its own type so that a test can be the name server that changes its mind. */
@FunctionalInterface
public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
