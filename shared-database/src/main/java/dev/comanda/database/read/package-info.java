/** Reading several tables as one picture. */
@NullMarked
package dev.comanda.database.read;

import org.jspecify.annotations.NullMarked;
