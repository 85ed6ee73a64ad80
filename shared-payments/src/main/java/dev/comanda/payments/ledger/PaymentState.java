package dev.comanda.payments.ledger;

/** Where a payment stands. */
public enum PaymentState {
    /** Sent to a provider that has not answered yet. Never takes the place of a known state. */
    UNKNOWN,
    /** The provider waits for a means of payment. */
    CREATED,
    /** The provider is at work, or an operator has to look at a payment that is not what was asked for. */
    PENDING,
    /** The payer has to do something: 3-D Secure, a redirect. */
    REQUIRES_ACTION,
    /** Reserved on the payer's side, not captured. */
    AUTHORIZED,
    /** The last try failed; with some providers the payer may still try again. */
    FAILED,
    CANCELED,
    EXPIRED,
    PAID,
    PARTIALLY_REFUNDED,
    REFUNDED,
    /** The payer's bank asks the money back and nobody has decided yet. */
    DISPUTED,
    /** A dispute is lost: the money is gone. */
    CHARGED_BACK;

    /** Whether a second payment for the same thing could charge its payer twice. */
    public boolean isLive() {
        return switch (this) {
            case UNKNOWN, CREATED, PENDING, REQUIRES_ACTION, AUTHORIZED, PAID, PARTIALLY_REFUNDED, DISPUTED -> true;
            case FAILED, CANCELED, EXPIRED, REFUNDED, CHARGED_BACK -> false;
        };
    }
}
