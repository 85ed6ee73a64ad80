package dev.comanda.system.supply;

import java.time.LocalDate;
import java.util.List;

/**
 * A known hole that does no harm here for a while.
 *
 * @param until the last day on which it is accepted
 */
record AcceptedHole(String library, String cve, LocalDate until, String reason) {
    static AcceptedHole of(List<String> fields) {
        if (fields.size() != 4 || fields.get(3).length() < 20) {
            throw new IllegalArgumentException("an exception is: coordinates, CVE, until, reason; not " + fields);
        }
        return new AcceptedHole(fields.get(0), fields.get(1), LocalDate.parse(fields.get(2)), fields.get(3));
    }

    boolean covers(Library used, KnownHole hole) {
        return library.equals(used.name()) && cve.equals(hole.cve());
    }
}
