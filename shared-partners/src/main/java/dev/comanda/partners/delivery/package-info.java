/** Sending what the outbox holds, and recording what came of it. */
@NullMarked
package dev.comanda.partners.delivery;

import org.jspecify.annotations.NullMarked;
