@NullMarked
package dev.comanda.payments.variant;

import org.jspecify.annotations.NullMarked;
