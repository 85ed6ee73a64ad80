/**
 * MercadoPago, over its REST API: payments with a card token, payment pages (preferences), chargebacks, and notifications of
 * which only the id is believed.
 */
@NullMarked
package dev.comanda.payments.mercadopago;

import org.jspecify.annotations.NullMarked;
