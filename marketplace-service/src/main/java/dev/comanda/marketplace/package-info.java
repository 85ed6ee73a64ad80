/** The service marketplace: what restaurants' events need, booked and told. */
@NullMarked
package dev.comanda.marketplace;

import org.jspecify.annotations.NullMarked;
