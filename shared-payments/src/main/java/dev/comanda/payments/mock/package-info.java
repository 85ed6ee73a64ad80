/**
 * A payment provider that charges nobody, for demos and tests: scripted by {@code metadata.scenario}, it remembers, signs
 * and posts like a real one, and can be late, repeat itself and mix up the order.
 */
@NullMarked
package dev.comanda.payments.mock;

import org.jspecify.annotations.NullMarked;
