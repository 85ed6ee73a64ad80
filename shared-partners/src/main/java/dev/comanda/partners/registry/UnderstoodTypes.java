package dev.comanda.partners.registry;

import java.util.Set;

/** The event types that this service has a handler for. */
public interface UnderstoodTypes {
    Set<String> understood();
}
