package dev.comanda.web.json;

/** The body of a request that has nothing to say. It is still read, so that a misplaced field is refused, not ignored. */
@OptionalBody
public record Nothing() {}
