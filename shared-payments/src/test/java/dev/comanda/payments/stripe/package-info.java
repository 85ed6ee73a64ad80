/** Proofs of the Stripe provider, against its fake. */
@NullMarked
package dev.comanda.payments.stripe;

import org.jspecify.annotations.NullMarked;
