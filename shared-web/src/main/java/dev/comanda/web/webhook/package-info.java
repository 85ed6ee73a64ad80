/** What webhooks of partners and of payment providers have in common: strangers may send as many as they like. */
@NullMarked
package dev.comanda.web.webhook;

import org.jspecify.annotations.NullMarked;
