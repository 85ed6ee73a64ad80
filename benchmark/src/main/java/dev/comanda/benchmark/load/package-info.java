/** The programs beside the service: what sends, what receives, and what commits rows. No framework. */
@NullMarked
package dev.comanda.benchmark.load;

import org.jspecify.annotations.NullMarked;
