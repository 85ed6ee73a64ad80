package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One experiment: eight dinners of a partner pair of their own, a DJ booked for each, and five changes of each while
 * something terrible happens. Each change makes one event there and, since the DJ moves along, one event back, so that
 * every effect on either side is a row that can be counted.
 */
final class Trial {
    static final int DINNERS = 8;
    static final int CHANGES = 5;

    /** In each direction: one at first, and one a change. */
    static final long EVENTS = DINNERS * (1 + CHANGES);

    private static final int CHANGES_BEFORE_THE_BLOW = 12;

    private final Service restaurant;
    private final Service marketplace;
    private final String name;

    Trial(Service restaurant, Service marketplace, String name) {
        this.restaurant = restaurant;
        this.marketplace = marketplace;
        this.name = name;
    }

    /** The marketplace, as the restaurant calls it. */
    String marketplaceId() {
        return "market-" + name;
    }

    /** The restaurant, as the marketplace calls it. */
    String restaurantId() {
        return "grill-" + name;
    }

    String path() {
        return "/webhooks/partner/" + restaurantId();
    }

    void prepare(Wire wire) {
        String secret = restaurant
                .post("/partners/register", """
                        {"name":"Market","code":"%s","webhook_url":"%s"}""".formatted(marketplaceId(), wire.url(path())))
                .expect(201)
                .at("/shared_secret");
        marketplace
                .post("/partners/register", """
                {"name":"Grill","code":"%s","webhook_url":"%s","shared_secret":"%s"}""".formatted(
                                restaurantId(), restaurant.url("/webhooks/partner/" + marketplaceId()), secret))
                .expect(201);
        for (int dinner = 0; dinner < DINNERS; dinner++) {
            restaurant
                    .post("/partners/" + marketplaceId() + "/notify-event", """
                    {"reservation_id":"%s","event_name":"Cena","date":"2026-02-15","time":"19:00","guests":50,
                     "contact_name":"María García","contact_phone":"0991234567","services_requested":["dj"]}""".formatted(id(dinner)))
                    .expect(202);
        }
        for (int dinner = 0; dinner < DINNERS; dinner++) {
            marketplace.awaitShown("/events/" + id(dinner), "/time", "19:00");
            marketplace
                    .post("/events/" + id(dinner) + "/bookings", "{\"service_id\":\"svc-dj-profesional\"}")
                    .expect(201);
        }
    }

    /** Changes all dinners at once, each by a client that tries again until it is told that the change is made. */
    void change(Runnable blow) throws InterruptedException {
        AtomicInteger changes = new AtomicInteger();
        List<Future<?>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, DINNERS)
                    .forEach(dinner -> clients.add(threads.submit(() -> {
                        for (int change = 1; change <= CHANGES; change++) {
                            String time = "{\"time\":\"19:0%d\"}".formatted(change);
                            assertThat(Await.soon(() -> isMade(id(dinner), time)))
                                    .isTrue();
                            if (changes.incrementAndGet() == CHANGES_BEFORE_THE_BLOW) {
                                blow.run();
                            }
                        }
                    })));
        }
        for (Future<?> client : clients) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new AssertionError(name, e.getCause());
            }
        }
    }

    private boolean isMade(String reservation, String change) {
        try {
            Answer answer = restaurant.patch("/reservations/" + reservation, change);
            assertThat(answer.status()).as(answer.body()).isIn(200, 503);
            return answer.status() == 200;
        } catch (UncheckedIOException gone) {
            return false;
        }
    }

    private String id(int dinner) {
        return name.toUpperCase(Locale.ROOT) + "-" + dinner;
    }
}
