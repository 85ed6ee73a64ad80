/** Services booked for an event. */
@NullMarked
package dev.comanda.marketplace.booking;

import org.jspecify.annotations.NullMarked;
