package dev.comanda.payments.payment;

/** What a service asks of payments. */
public interface PaymentDesk {
    /**
     * Writes the payment in the caller's transaction and answers its id; nothing is sent yet. After the commit it is sent
     * by {@link #send} or, if the process dies or the provider is down, by the next worker that finds it.
     *
     * @throws dev.comanda.web.problem.ProblemException 409 when the reference has a live payment, 400 for an unknown variant
     */
    String order(NewPayment wanted, String by);

    /** Sends an ordered payment unless somebody has, and answers how it stands. Outside of any transaction: it calls the provider. */
    PaymentView send(String paymentId);

    /** How it stands, with what the payer goes on with; ProblemException 404 when there is none. */
    PaymentView get(String paymentId);

    /**
     * Nobody wants it any more: in the caller's transaction, has what is captured refunded and what is not canceled, now
     * and whenever more is captured. While it is disputed an operator decides. Repeating it changes nothing. Takes no lock
     * on the payment.
     */
    void release(String paymentId, String reason);

    /**
     * Removes who pays from all payments of the reference, in the caller's transaction. Later mails about them are recorded as
     * skipped. A payment that is not sent yet still names the customer to its provider.
     */
    void forgetCustomer(String reference);
}
