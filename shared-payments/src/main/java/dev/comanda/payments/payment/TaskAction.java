package dev.comanda.payments.payment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an operator can do about a task. */
enum TaskAction {
    /** The attempt's money is taken for what was asked for, or is kept beside what has paid. */
    ACCEPT,
    /** All of the attempt's money goes back. */
    REJECT,
    /** All of the attempt's money goes back: it was paid once too often. */
    REFUND,
    /** It is settled in another way. */
    DONE;

    /** The actions that a task of that kind allows. */
    static List<TaskAction> of(String kind) {
        return switch (kind) {
            case "review" -> List.of(ACCEPT, REJECT);
            case "overpaid" -> List.of(REFUND, DONE);
            default -> List.of(DONE);
        };
    }

    static Optional<TaskAction> named(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
