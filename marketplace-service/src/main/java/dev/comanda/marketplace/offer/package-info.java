/** What a client sees of an event: how it stands, what is booked for it, and what is on offer for it. */
@NullMarked
package dev.comanda.marketplace.offer;

import org.jspecify.annotations.NullMarked;
