/** Where a test may end the process, to prove that nothing is lost there. */
@NullMarked
package dev.comanda.database.checkpoint;

import org.jspecify.annotations.NullMarked;
