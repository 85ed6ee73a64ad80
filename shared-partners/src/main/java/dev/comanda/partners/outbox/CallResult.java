package dev.comanda.partners.outbox;

/** A call that was made, and what becomes of its delivery. */
public record CallResult(Delivery delivery, Attempt attempt, Settlement settlement) {}
