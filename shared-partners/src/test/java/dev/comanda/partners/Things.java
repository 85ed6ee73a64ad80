package dev.comanda.partners;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.comanda.partners.inbox.EventHandler;
import dev.comanda.partners.inbox.Handling;
import dev.comanda.partners.inbox.InboundEvent;
import dev.comanda.partners.inbox.WireId;
import dev.comanda.partners.outbox.Audience;
import dev.comanda.partners.outbox.OutboundEvent;
import dev.comanda.partners.outbox.Outbox;
import dev.comanda.partners.outbox.Published;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The smallest domain there can be: things with a revision, told and heard; each effect is a row. */
@ApplicationScoped
public class Things implements EventHandler<Things.Heard> {
    private final Outbox outbox;
    private final Jdbi jdbi;
    private final AtomicInteger atTheGate = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Things(Outbox outbox, Jdbi jdbi) {
        this.outbox = outbox;
        this.jdbi = jdbi;
    }

    @Transactional
    public Published tell(String type, String thing, long revision, Audience audience) {
        return outbox.publish(new OutboundEvent(type, thing, revision, new Told(thing, revision)), audience);
    }

    @Transactional
    public void tellAndFail(String thing) {
        tell("thing.made", thing, 1, Audience.subscribers());
        throw new IllegalStateException("after publishing");
    }

    public List<Long> effects(String thing) {
        return jdbi.withHandle(db -> db.createQuery("select revision from effect where thing = :thing order by id")
                .bind("thing", thing)
                .mapTo(Long.class)
                .list());
    }

    public long count(String sql) {
        return jdbi.withHandle(db -> db.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public String eventType() {
        return "part.heard";
    }

    @Override
    public Class<Heard> dataType() {
        return Heard.class;
    }

    @Override
    public String orderingKey(Heard data) {
        return data.thing();
    }

    @Override
    public Handling handle(InboundEvent<Heard> event) {
        Heard data = event.data();
        if (data.fails() != null) {
            jdbi.useHandle(db -> db.execute("insert into effect (thing, revision) values (null, ?)", data.revision()));
        }
        if (data.words() != null) {
            if (data.revision() == 1) {
                throw new IllegalStateException(data.words(), new IllegalArgumentException(data.words()));
            }
            return new Handling.Waiting(data.words());
        }
        if (data.thing().startsWith("gate-")) {
            passTheGate();
        }
        List<Long> applied = effects(data.thing());
        if (data.revision() > 1 && applied.isEmpty()) {
            return new Handling.Waiting("thing " + data.thing());
        }
        if (!applied.isEmpty() && data.revision() <= applied.getLast()) {
            return new Handling.Superseded();
        }
        jdbi.useHandle(
                db -> db.execute("insert into effect (thing, revision) values (?, ?)", data.thing(), data.revision()));
        return new Handling.Handled();
    }

    /** From now on events of things called {@code gate-...} take until {@link #open()}. */
    public void close() {
        gate = new CountDownLatch(1);
    }

    public void open() {
        gate.countDown();
    }

    public int atTheGate() {
        return atTheGate.get();
    }

    private void passTheGate() {
        atTheGate.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            atTheGate.decrementAndGet();
        }
    }

    record Told(String thing, long revision) {}

    /** What a partner says of a thing. */
    public record Heard(
            @NotNull @JsonDeserialize(using = WireId.class) String thing,
            long revision,
            @Nullable Boolean fails,
            @Nullable String words) {}
}
