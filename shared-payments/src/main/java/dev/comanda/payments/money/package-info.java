/** Exact money: amounts as whole minor units, and what each provider calls a minor unit. */
@NullMarked
package dev.comanda.payments.money;

import org.jspecify.annotations.NullMarked;
