/** What every provider has to do alike. */
@NullMarked
package dev.comanda.payments.port;

import org.jspecify.annotations.NullMarked;
