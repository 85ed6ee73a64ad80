/** The runner: starts everything, measures one path after the other, stops everything. */
@NullMarked
package dev.comanda.benchmark.run;

import org.jspecify.annotations.NullMarked;
