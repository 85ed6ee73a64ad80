package dev.comanda.restaurant.reservation;

import java.math.BigDecimal;

/** The data of payment.success. */
record PaymentSucceeded(String reservationId, BigDecimal amount, String currency, String paymentId) {}
