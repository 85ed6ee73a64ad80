/** Where a test may end the process, to prove that nothing is lost there. */
@NullMarked
package dev.comanda.partners.checkpoint;

import org.jspecify.annotations.NullMarked;
