package dev.comanda.system.supply;

import java.util.List;

/**
 * A range of versions of one library that has a known hole.
 *
 * @param from the first affected version; empty if all before {@code fixed} are
 * @param fixed the first version without it
 */
record KnownHole(String library, String from, String fixed, String cve, String severity, String source) {
    static KnownHole of(List<String> fields) {
        if (fields.size() != 6 || fields.get(2).isEmpty() || !fields.get(3).matches("CVE-\\d{4}-\\d{4,}")) {
            throw new IllegalArgumentException(
                    "a known hole is: coordinates, from, fixed, CVE, severity, source; not " + fields);
        }
        return new KnownHole(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4), fields.get(5));
    }

    boolean isIn(Library used) {
        Version version = new Version(used.version());
        return used.name().equals(library)
                && (from.isEmpty() || version.compareTo(new Version(from)) >= 0)
                && version.compareTo(new Version(fixed)) < 0;
    }
}
