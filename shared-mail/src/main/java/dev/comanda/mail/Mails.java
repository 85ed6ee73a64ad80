package dev.comanda.mail;

/** The way out for mails. */
public interface Mails {
    /** Writes the mail in the caller's transaction; it is sent after the commit, or never if there is none. */
    void send(Mail mail);

    /**
     * The same for a mail that somebody outside can cause, such as a partner with its events: beyond {@code mostPerDay} mails
     * about one thing in 24 hours it is not written, and a warning is logged. The caller holds the lock of that thing, so that
     * two mails are not counted at the same time.
     *
     * @param about what the mails are counted by, such as {@code reservation:RES-1}
     */
    void send(Mail mail, String about, int mostPerDay);

    /** The same where several outsiders can cause mails about one thing: each has its own share of them. */
    void send(Mail mail, DailyLimit limit);
}
