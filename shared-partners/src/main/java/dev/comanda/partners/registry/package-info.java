/** Who our partners are and how they are reached. */
@NullMarked
package dev.comanda.partners.registry;

import org.jspecify.annotations.NullMarked;
