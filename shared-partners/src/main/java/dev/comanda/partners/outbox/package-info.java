/** The way out: written in the caller's transaction, delivered afterwards. */
@NullMarked
package dev.comanda.partners.outbox;

import org.jspecify.annotations.NullMarked;
