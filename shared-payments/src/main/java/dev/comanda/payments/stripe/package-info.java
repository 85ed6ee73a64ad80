/** Stripe behind the payment port: its requests, what its objects and events say in the ledger's terms, its signature. */
@NullMarked
package dev.comanda.payments.stripe;

import org.jspecify.annotations.NullMarked;
