/** The way in: stored, acknowledged, then handled exactly once. */
@NullMarked
package dev.comanda.partners.inbox;

import org.jspecify.annotations.NullMarked;
