package dev.comanda.payments.mock;

import dev.comanda.payments.ledger.Fact;
import java.time.Instant;

/** One thing that happens to a payment, at its time. */
record Step(Instant at, String type, Fact fact) {}
