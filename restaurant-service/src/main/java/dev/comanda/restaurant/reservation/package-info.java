/** Reservations and the corporate-event rule. */
@NullMarked
package dev.comanda.restaurant.reservation;

import org.jspecify.annotations.NullMarked;
