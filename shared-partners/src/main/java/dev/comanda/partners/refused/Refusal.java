package dev.comanda.partners.refused;

import dev.comanda.signing.Verdict;
import dev.comanda.signing.Verifier;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;

/** Ends the receipt of a webhook that is not authentic. The sender gets the same 401 for every reason. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param detail one sentence for the operator, without a secret; the sender does not see it */
    public Refusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Of a verdict that is not {@link Verdict.Valid}. */
    public static Refusal of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Missing(String header) ->
                new Refusal(Reason.SIGNATURE_MISSING, "The header " + header + " is missing.");
            case Verdict.Malformed(String part) ->
                new Refusal(Reason.MALFORMED, part + " has not the form it must have.");
            case Verdict.Stale(var age) ->
                age.isNegative()
                        ? new Refusal(
                                Reason.FROM_THE_FUTURE,
                                "webhook-timestamp is " + age.negated().toSeconds() + " s ahead of our clock; at most "
                                        + Verifier.TOLERANCE.toSeconds() + " s are allowed.")
                        : new Refusal(
                                Reason.STALE,
                                "webhook-timestamp is " + age.toSeconds() + " s old; at most "
                                        + Verifier.TOLERANCE.toSeconds() + " s are allowed.");
            case Verdict.Forged() -> new Refusal(Reason.FORGED, "No secret of this partner gives this signature.");
            case Verdict.Valid valid -> throw new IllegalArgumentException("a valid webhook is not refused");
        };
    }

    public Reason reason() {
        return reason;
    }

    /** The one answer. */
    public ProblemException answer() {
        return ProblemException.of(ProblemType.UNAUTHORIZED, "The request is not authentic.");
    }
}
