package dev.comanda.payments.payment;

import dev.comanda.payments.money.Money;
import dev.comanda.payments.port.PaymentRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment that somebody wants.
 *
 * @param reference what is paid for, 1 to 200 characters; one live payment at a time for each
 * @param variant the account to be paid into; null for the default one
 * @param capture false only reserves the amount
 * @param customer whom the mails go to; null: the mails are recorded as skipped
 * @param metadata at most 20 entries, passed on to the provider
 */
public record NewPayment(
        Money amount,
        String reference,
        @Nullable String variant,
        boolean capture,
        PaymentRequest.@Nullable Method method,
        PaymentRequest.@Nullable Checkout checkout,
        PaymentRequest.@Nullable Customer customer,
        Map<String, String> metadata) {}
