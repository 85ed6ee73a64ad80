package dev.comanda.payments.port;

/** What to do about a call whose outcome is unknown. */
public enum Remedy {
    /** Send it again with its key: a timeout, a reset, a 409. */
    REPEAT,
    /** Find out first: the provider would only repeat the answer it saved, a 5xx. */
    LOOK
}
