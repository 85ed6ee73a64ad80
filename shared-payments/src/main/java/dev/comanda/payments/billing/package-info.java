/** Subscriptions, invoices, customers and payment methods as their providers last said: read models, kept from webhooks. */
@NullMarked
package dev.comanda.payments.billing;

import org.jspecify.annotations.NullMarked;
