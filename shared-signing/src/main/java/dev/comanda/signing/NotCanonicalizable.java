package dev.comanda.signing;

/**
 * These bytes have no canonical form, so nothing signed over it can be verified or sent.
 *
 * <p>Checked, because whoever asks for a canonical form has to say what a refusal means: a receiver answers it like any
 * other bad request. It carries no stack trace, so that a flood of refused documents costs no more than reading them,
 * and its message is one of a few fixed phrases, never a part of the document: it may be logged.
 */
public final class NotCanonicalizable extends Exception {
    private static final long serialVersionUID = 1L;

    NotCanonicalizable(String reason) {
        super(reason, null, false, false);
    }
}
