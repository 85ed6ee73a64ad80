/** What other modules' tests need of a database; published as this module's test jar. */
@NullMarked
package dev.comanda.database.testing;

import org.jspecify.annotations.NullMarked;
