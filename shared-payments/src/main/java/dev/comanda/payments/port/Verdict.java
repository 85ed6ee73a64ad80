package dev.comanda.payments.port;

/** Whether a webhook is authentic. */
public sealed interface Verdict {
    /** It is. */
    record Valid() implements Verdict {}

    /** It is not; the reason, such as {@code signature_stale}, is for log and metric, never for the caller. */
    record Refused(String reason) implements Verdict {}
}
