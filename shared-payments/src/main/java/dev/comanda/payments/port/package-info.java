/** What the product asks of a payment provider, and nothing of how one is asked. */
@NullMarked
package dev.comanda.payments.port;

import org.jspecify.annotations.NullMarked;
