/** Which accounts at which providers there are, and what production refuses to start with. */
@NullMarked
package dev.comanda.payments.variant;

import org.jspecify.annotations.NullMarked;
