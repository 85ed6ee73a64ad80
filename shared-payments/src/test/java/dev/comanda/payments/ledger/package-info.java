/** Proofs that facts end the same in any order, and where each of them leaves a payment. */
@NullMarked
package dev.comanda.payments.ledger;

import org.jspecify.annotations.NullMarked;
