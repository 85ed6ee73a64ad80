/** What partners have added to a reservation. */
@NullMarked
package dev.comanda.restaurant.itinerary;

import org.jspecify.annotations.NullMarked;
