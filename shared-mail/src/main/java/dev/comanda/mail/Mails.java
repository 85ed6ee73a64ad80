package dev.comanda.mail;

/** The way out for mails. */
public interface Mails {
    /** Writes the mail in the caller's transaction; it is sent after the commit, or never if there is none. */
    void send(Mail mail);

    /**
     * The same for a mail that somebody outside can cause, such as a partner with its events: beyond the limit it is not
     * written, and a warning is logged. The caller holds the lock of what the mails are counted by, so that two mails are not
     * counted at the same time.
     */
    void send(Mail mail, DailyLimit limit);
}
