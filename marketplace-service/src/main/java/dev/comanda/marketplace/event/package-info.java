/** Events heard from restaurants. */
@NullMarked
package dev.comanda.marketplace.event;

import org.jspecify.annotations.NullMarked;
