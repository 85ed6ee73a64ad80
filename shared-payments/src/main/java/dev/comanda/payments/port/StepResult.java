package dev.comanda.payments.port;

import dev.comanda.payments.ledger.Fact;
import java.util.List;

/** What a capture or a cancellation came to. */
public sealed interface StepResult {
    /** The provider did it, or had done it before; {@code facts} say how the payment stands now. */
    record Done(List<Fact> facts) implements StepResult {}

    /** The provider will not. */
    record Refused(String code, String message) implements StepResult {}

    /** It may or may not have been done. */
    record Unknown(String cause, Remedy remedy) implements StepResult {}

    /** Nothing has left this machine. */
    record NotSent(String cause) implements StepResult {}
}
