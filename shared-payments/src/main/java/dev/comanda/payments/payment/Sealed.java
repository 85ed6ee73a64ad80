package dev.comanda.payments.payment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.comanda.database.encryption.ColumnCipher;
import dev.comanda.database.encryption.Encrypted;
import dev.comanda.payments.port.PaymentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a payment nobody may read in the database: who pays, with what, and what the payer goes on with. */
@ApplicationScoped
class Sealed {
    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final ColumnCipher cipher;

    Sealed(ColumnCipher cipher) {
        this.cipher = cipher;
    }

    Encrypted customer(PaymentRequest.Customer customer, String paymentId) {
        return seal(customer, "customer/" + paymentId);
    }

    PaymentRequest.@Nullable Customer customerOf(PaymentRow payment) {
        return payment.customer() == null || payment.customerKey() == null
                ? null
                : open(
                        new Encrypted(payment.customerKey(), payment.customer()),
                        "customer/" + payment.paymentId(),
                        new TypeReference<PaymentRequest.Customer>() {});
    }

    Encrypted payer(Map<String, String> payerOnly, String paymentId) {
        return seal(payerOnly, "payer/" + paymentId);
    }

    Map<String, String> payerOf(PaymentRow payment) {
        return payment.payer() == null || payment.payerKey() == null
                ? Map.of()
                : open(
                        new Encrypted(payment.payerKey(), payment.payer()),
                        "payer/" + payment.paymentId(),
                        new TypeReference<Map<String, String>>() {});
    }

    Encrypted request(NewPayment request, String operationId) {
        return seal(request, "operation/" + operationId);
    }

    NewPayment requestOf(Encrypted request, String operationId) {
        return open(request, "operation/" + operationId, new TypeReference<NewPayment>() {});
    }

    private Encrypted seal(Object value, String owner) {
        try {
            return cipher.encrypt(JSON.writeValueAsBytes(value), owner);
        } catch (IOException e) {
            throw new UncheckedIOException("a value of " + owner + " cannot be written", e);
        }
    }

    private <T> T open(Encrypted value, String owner, TypeReference<T> type) {
        try {
            return JSON.readValue(cipher.decrypt(value, owner), type);
        } catch (IOException e) {
            throw new UncheckedIOException("a value of " + owner + " cannot be read", e);
        }
    }
}
