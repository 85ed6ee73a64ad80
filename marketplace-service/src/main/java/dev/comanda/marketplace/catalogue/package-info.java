/** Services on offer and who provides them. */
@NullMarked
package dev.comanda.marketplace.catalogue;

import org.jspecify.annotations.NullMarked;
