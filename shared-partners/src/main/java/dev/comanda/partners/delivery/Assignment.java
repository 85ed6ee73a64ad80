package dev.comanda.partners.delivery;

import dev.comanda.partners.outbox.Delivery;
import dev.comanda.signing.Keyring;

/**
 * A call to make now.
 *
 * @param partner whose place it takes
 * @param session the number of the session that read the delivery
 */
record Assignment(HeldPartner partner, Delivery delivery, String webhookUrl, Keyring keyring, long session) {}
