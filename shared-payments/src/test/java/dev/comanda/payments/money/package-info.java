/** Proofs that no amount is ever rounded. */
@NullMarked
package dev.comanda.payments.money;

import org.jspecify.annotations.NullMarked;
