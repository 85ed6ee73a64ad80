@NullMarked
package dev.comanda.payments;

import org.jspecify.annotations.NullMarked;
