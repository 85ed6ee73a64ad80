/** Payments as a service and an operator deal with them: ordered, sent, captured, refunded, released, told of. */
@NullMarked
package dev.comanda.payments.payment;

import org.jspecify.annotations.NullMarked;
