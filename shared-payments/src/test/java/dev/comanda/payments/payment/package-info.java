@NullMarked
package dev.comanda.payments.payment;

import org.jspecify.annotations.NullMarked;
