package dev.comanda.marketplace.offer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.marketplace.catalogue.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A service offered for an event, and whether the event asked for it. */
record Offer(@JsonUnwrapped ListedService service, boolean requested) {
    /** All services: what was asked for in the order it was asked for, then the rest in the catalogue's. */
    static List<Offer> inOrder(List<ListedService> catalogue, List<String> requested) {
        Set<ListedService> asked = new LinkedHashSet<>();
        for (Term term : requested.stream().map(Term::new).toList()) {
            catalogue.stream().filter(term::names).forEach(asked::add);
        }
        List<Offer> offers = new ArrayList<>();
        asked.forEach(service -> offers.add(new Offer(service, true)));
        catalogue.stream()
                .filter(service -> !asked.contains(service))
                .forEach(service -> offers.add(new Offer(service, false)));
        return offers;
    }
}
