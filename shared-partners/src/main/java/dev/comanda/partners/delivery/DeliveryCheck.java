package dev.comanda.partners.delivery;

import dev.comanda.database.start.StartupCheck;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Whether the retry schedule can be read, before the first delivery needs it. */
public final class DeliveryCheck implements StartupCheck {
    @Override
    public List<String> missing(String profile, Config config) {
        Optional<List<String>> schedule = config.getOptionalValues("comanda.delivery.schedule", String.class);
        try {
            schedule.ifPresent(RetrySchedule::horizon);
            return List.of();
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return List.of("COMANDA_DELIVERY_SCHEDULE is not valid: " + e.getMessage());
        }
    }
}
