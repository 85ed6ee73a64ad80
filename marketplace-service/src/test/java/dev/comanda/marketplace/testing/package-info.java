/** The other side, as the tests play it. */
@NullMarked
package dev.comanda.marketplace.testing;

import org.jspecify.annotations.NullMarked;
