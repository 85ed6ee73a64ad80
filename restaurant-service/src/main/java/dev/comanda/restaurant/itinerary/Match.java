package dev.comanda.restaurant.itinerary;

import java.util.List;

/**
 * Which of a partner's services for a reservation a step means. Never a guess: a wrong one would confirm or cancel
 * somebody else's evening.
 */
sealed interface Match {
    record Found(ItineraryService service) implements Match {}

    /** None yet, and the step says enough to start one. */
    record New() implements Match {}

    /** Only a cancelled one, which the step cannot bring back. */
    record Old() implements Match {}

    /** None yet; what the step is about may still be on its way. */
    record Unknown() implements Match {}

    record Several() implements Match {}

    static Match of(Step step, List<ItineraryService> services) {
        String bookingId = step.bookingId();
        return bookingId != null ? byBooking(bookingId, step, services) : byService(step, services);
    }

    private static Match byBooking(String bookingId, Step step, List<ItineraryService> services) {
        return services.stream()
                .filter(service -> bookingId.equals(service.bookingId))
                .<Match>map(Found::new)
                .findFirst()
                .orElseGet(() -> unheardOf(step));
    }

    private static Match byService(Step step, List<ItineraryService> services) {
        var meant = services.stream()
                .filter(service -> !step.namesService() || step.isAbout(service.entry.terms()))
                .toList();
        var open =
                meant.stream().filter(service -> !service.entry.isCancelled()).toList();
        var fitting =
                open.stream().filter(service -> service.entry.admits(step)).toList();
        if (step.namesService() && open.size() == 1) {
            return new Found(open.getFirst());
        }
        return switch (fitting.size()) {
            case 0 -> open.isEmpty() && step.namesService() ? afterCancelled(step, meant) : new Unknown();
            case 1 -> new Found(fitting.getFirst());
            default -> new Several();
        };
    }

    /** A cancelled service may be booked once more, by a booking made after the cancellation. */
    private static Match afterCancelled(Step step, List<ItineraryService> cancelled) {
        boolean bookedAnew = step.kind() == Step.Kind.BOOK
                && cancelled.stream().noneMatch(service -> step.version().isSupersededBy(service.entry.version()));
        return cancelled.isEmpty() || bookedAnew ? unheardOf(step) : new Old();
    }

    private static Match unheardOf(Step step) {
        return step.complete() ? new New() : new Unknown();
    }
}
