@NullMarked
package dev.comanda.payments.mock;

import org.jspecify.annotations.NullMarked;
