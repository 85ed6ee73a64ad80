/** What was measured, and how it is shown. */
@NullMarked
package dev.comanda.benchmark.report;

import org.jspecify.annotations.NullMarked;
