/** The way in for payment providers: verified, stored, acknowledged, then applied exactly once. */
@NullMarked
package dev.comanda.payments.webhook;

import org.jspecify.annotations.NullMarked;
