/** The yardstick: one endpoint of the same stack that stores nothing. */
@NullMarked
package dev.comanda.benchmark.bare;

import org.jspecify.annotations.NullMarked;
