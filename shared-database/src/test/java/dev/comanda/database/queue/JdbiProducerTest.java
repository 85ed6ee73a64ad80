package dev.comanda.database.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.UnableToProduceResultException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NoSchema.class)
@SuppressWarnings("NullAway.Init")
final class JdbiProducerTest {
    @Inject
    Jdbi jdbi;

    @Inject
    EntityManager hibernate;

    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            UUID rowId,
            Instant createdAt,
            byte[] body,
            List<String> eventTypes,
            Set<String> tags,
            int tries,
            @Nullable Instant deadAt,
            @Nullable String lastError) {}

    @BeforeEach
    void emptyTables() {
        jdbi.useHandle(handle -> handle.execute("""
                drop table if exists slip_of_both, slip_row;
                create table slip_of_both (id varchar(80) primary key);
                create table slip_row (row_id uuid, created_at timestamptz, body bytea, event_types text[], tags text[],
                    tries int, dead_at timestamptz, last_error text)"""));
    }

    @Test
    void commitsTwoCallsAndAnEntityTogether() {
        QuarkusTransaction.requiringNew().run(() -> writeThreeWays("together"));
        assertThat(slips()).containsExactly("together, by entity", "together, first", "together, second");
    }

    @Test
    void rollsBackTwoCallsAndAnEntityTogether() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    writeThreeWays("never");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessageContaining("changed my mind");
        assertThat(slips()).isEmpty();
    }

    @Test
    void isATransactionOfItsOwnWithoutJta() {
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    handle.execute("insert into slip_of_both values ('alone')");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(slips()).isEmpty();
        jdbi.useTransaction(handle -> handle.execute("insert into slip_of_both values ('alone')"));
        assertThat(slips()).containsExactly("alone");
    }

    @Test
    void readsARowIntoARecordAndBindsItsValues() {
        UUID id = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
        Instant at = Instant.parse("2026-02-01T18:00:00.123456Z");
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into slip_row values (:id, :at, :body, :types, :tags, 3, null, null)")
                .bind("id", id)
                .bind("at", at)
                .bind("body", new byte[] {0, -1})
                .bindArray("types", String.class, List.of("event.updated", "event.cancelled"))
                .bindArray("tags", String.class, Set.of("a"))
                .execute());
        Row row = jdbi.withHandle(
                handle -> handle.createQuery("select * from slip_row where event_types @> :one and created_at = :at")
                        .bindArray("one", String.class, List.of("event.updated"))
                        .bind("at", at)
                        .mapTo(Row.class)
                        .one());
        assertThat(row)
                .usingRecursiveComparison()
                .isEqualTo(new Row(
                        id,
                        at,
                        new byte[] {0, -1},
                        List.of("event.updated", "event.cancelled"),
                        Set.of("a"),
                        3,
                        null,
                        null));
        jdbi.useHandle(handle -> handle.execute("update slip_row set dead_at = ?, last_error = 'late'", at));
        Row dead = jdbi.withHandle(handle ->
                handle.select("select * from slip_row").mapTo(Row.class).one());
        assertThat(dead.deadAt()).isEqualTo(at);
        assertThat(dead.lastError()).isEqualTo("late");
    }

    @Test
    void refusesANullWhereTheRecordHasANumber() {
        jdbi.useHandle(handle -> handle.execute("insert into slip_row (row_id) values (gen_random_uuid())"));
        assertThatThrownBy(() -> jdbi.withHandle(handle -> handle.createQuery("select * from slip_row")
                        .mapTo(Row.class)
                        .one()))
                .isInstanceOf(UnableToProduceResultException.class)
                .hasMessageContaining("tries");
    }

    private void writeThreeWays(String what) {
        jdbi.useHandle(handle -> handle.execute("insert into slip_of_both values (?)", what + ", first"));
        Slip slip = new Slip();
        slip.id = what + ", by entity";
        hibernate.persist(slip);
        hibernate.flush();
        int seen = jdbi.inTransaction(handle -> {
            handle.execute("insert into slip_of_both values (?)", what + ", second");
            return handle.select("select count(*) from slip_of_both")
                    .mapTo(Integer.class)
                    .one();
        });
        assertThat(seen).isEqualTo(3);
    }

    private List<String> slips() {
        return jdbi.withHandle(handle -> handle.select("select id from slip_of_both order by id")
                .mapTo(String.class)
                .list());
    }
}
