package dev.comanda.payments.port;

/** An authentic webhook that says nothing: the message names what is missing, and quotes nothing of it. */
public final class MalformedWebhook extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedWebhook(String message) {
        super(message, null, false, false);
    }
}
