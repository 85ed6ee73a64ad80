@NullMarked
package dev.comanda.payments.mail;

import org.jspecify.annotations.NullMarked;
