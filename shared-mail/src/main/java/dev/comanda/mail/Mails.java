package dev.comanda.mail;

/** The way out for mails. */
public interface Mails {
    /** Writes the mail in the caller's transaction; it is sent after the commit, or never if there is none. */
    void send(Mail mail);
}
