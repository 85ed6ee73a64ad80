package dev.comanda.partners;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.queue.Wakeups;
import dev.comanda.partners.inbox.Inbox;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.Outbox;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** What tests of the running engine do: let time pass, look into its tables, wait for it without sleeping. */
@ApplicationScoped
public class Engine {
    private final ShiftedClock clock;
    private final Wakeups wakeups;
    private final Jdbi jdbi;
    private final Things things;

    Engine(ShiftedClock clock, Wakeups wakeups, Jdbi jdbi, Things things) {
        this.clock = clock;
        this.wakeups = wakeups;
        this.jdbi = jdbi;
        this.things = things;
    }

    /** Lets time pass and has both queues look at what is due now. */
    public void pass(Duration time) {
        clock.pass(time);
        wake();
    }

    public void wake() {
        wakeups.afterCommit(Outbox.QUEUE);
        wakeups.afterCommit(Inbox.QUEUE);
    }

    /** Removes the partners and what they left in the inbox, and sets the clock right. */
    public void tidy(String... partners) {
        clock.reset();
        for (String partner : partners) {
            given().delete("/partners/" + partner).then().statusCode(204);
            execute("delete from removed_event where partner_id = ?", partner);
        }
    }

    /**
     * Returns when the deliverer has looked at its queue after this call began: a delivery to a partner of its own is
     * through by then, and it looks at all partners at once.
     */
    public void afterAnotherLook() throws IOException {
        try (PartnerServer sentinel = new PartnerServer()) {
            Senders.register("sentinel", sentinel.url(), "webhook.test");
            given().post("/partners/sentinel/test").then().statusCode(202);
            await(() -> status("sentinel", "delivered") == 1);
            given().delete("/partners/sentinel").then().statusCode(204);
        }
    }

    /** Publishes one event of each thing to one partner. */
    public void tell(String partner, String... names) {
        for (String name : names) {
            tell(partner, 1, name);
        }
    }

    public void tell(String partner, long revision, String name) {
        things.tell("thing.made", name, revision, Audience.only(partner));
    }

    public void tellChange(String partner, String name, long revision) {
        things.tell("thing.changed", name, revision, Audience.only(partner));
    }

    public static String[] names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    public int status(String partner, String count) {
        return given().get("/partners/" + partner + "/status").path(count);
    }

    public static String state(String partner) {
        return given().get("/partners/" + partner + "/status").path("status");
    }

    /** The partner's deliveries, the oldest first. */
    public static List<Map<String, Object>> deliveries(String partner) {
        List<Map<String, Object>> newestFirst =
                given().queryParam("partner", partner).get("/deliveries").path("deliveries");
        return newestFirst.reversed();
    }

    public static int id(Map<String, Object> delivery) {
        return (int) Objects.requireNonNull(delivery.get("delivery_id"));
    }

    /** The calls made for the partner's oldest delivery. */
    public static List<Map<String, Object>> attempts(String partner) {
        return given().get("/deliveries/" + id(deliveries(partner).getFirst())).path("attempts");
    }

    public static ValidatableResponse post(String path) {
        return given().post(path).then();
    }

    public static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }

    public int execute(String sql, Object... arguments) {
        return jdbi.withHandle(db -> db.execute(sql, arguments));
    }

    /** Cuts the connections of all dispatchers, as a failing database or network does. Returns how many there were. */
    public long cutDispatchers() {
        return count(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'comanda-dispatcher'");
    }

    public long count(String sql) {
        return things.count(sql);
    }

    /** Asks both queues to look again now and then: retries would else wait for the next poll. */
    public static void await(BooleanSupplier condition) {
        Engine engine = CDI.current().select(Engine.class).get();
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (int i = 1; !condition.getAsBoolean(); i++) {
            assertThat(System.nanoTime()).as("30 s are over").isLessThan(until);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            if (i % 20 == 0) {
                engine.wake();
            }
        }
    }
}
