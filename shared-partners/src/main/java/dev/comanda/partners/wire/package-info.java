/** Small values both directions of the wire share. */
@NullMarked
package dev.comanda.partners.wire;

import org.jspecify.annotations.NullMarked;
