package dev.comanda.payments.payment;

import dev.comanda.mail.Mail;
import dev.comanda.mail.Mails;
import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.PaymentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What the payer is told. */
@ApplicationScoped
class CustomerMails {
    private final Mails mails;
    private final Sealed sealed;

    CustomerMails(Mails mails, Sealed sealed) {
        this.mails = mails;
        this.sealed = sealed;
    }

    void paid(PaymentRow payment) {
        send(payment, "paid:" + payment.paymentId(), "paid", payment.money());
    }

    void refunded(PaymentRow payment, String refundId, Money amount) {
        send(payment, "refunded:" + payment.paymentId() + ":" + refundId, "refunded", amount);
    }

    void refundFailed(PaymentRow payment, String refundId, Money amount) {
        send(payment, "refund-failed:" + payment.paymentId() + ":" + refundId, "refund_failed", amount);
    }

    private void send(PaymentRow payment, String key, String template, Money amount) {
        PaymentRequest.Customer customer = sealed.customerOf(payment);
        mails.send(new Mail(
                key,
                customer == null ? null : customer.email(),
                customer == null ? null : customer.locale(),
                template,
                Map.of(
                        "name", customer == null || customer.name() == null ? "" : " " + customer.name(),
                        "amount", amount.toString(),
                        "reference", payment.reference(),
                        "payment_id", payment.paymentId())));
    }
}
