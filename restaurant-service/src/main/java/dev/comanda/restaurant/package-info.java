/** The restaurant: reservations, and what partners add to them. */
@NullMarked
package dev.comanda.restaurant;

import org.jspecify.annotations.NullMarked;
