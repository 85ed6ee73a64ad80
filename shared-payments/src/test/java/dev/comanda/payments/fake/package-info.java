/** Payment providers that run here, for tests of everything that talks to one. */
@NullMarked
package dev.comanda.payments.fake;

import org.jspecify.annotations.NullMarked;
