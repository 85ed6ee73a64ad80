@NullMarked
package dev.comanda.payments.mercadopago;

import org.jspecify.annotations.NullMarked;
