/** Where a test may end the process, and where it may not. */
@NullMarked
package dev.comanda.database.checkpoint;

import org.jspecify.annotations.NullMarked;
