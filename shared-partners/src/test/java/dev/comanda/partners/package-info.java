@NullMarked
package dev.comanda.partners;

import org.jspecify.annotations.NullMarked;
