@NullMarked
package dev.comanda.database.secrets;

import org.jspecify.annotations.NullMarked;
