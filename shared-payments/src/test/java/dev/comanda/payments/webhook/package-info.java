@NullMarked
package dev.comanda.payments.webhook;

import org.jspecify.annotations.NullMarked;
