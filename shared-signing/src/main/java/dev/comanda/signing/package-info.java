/** Canonical JSON, signatures and verdicts. */
@NullMarked
package dev.comanda.signing;

import org.jspecify.annotations.NullMarked;
