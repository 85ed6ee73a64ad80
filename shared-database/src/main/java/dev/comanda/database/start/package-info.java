/** How a service starts: with everything it needs, or not at all and with a line for each missing thing. */
@NullMarked
package dev.comanda.database.start;

import org.jspecify.annotations.NullMarked;
