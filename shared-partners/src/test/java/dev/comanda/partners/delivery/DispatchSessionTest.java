package dev.comanda.partners.delivery;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.database.batch.UnpooledConnections;
import dev.comanda.partners.outbox.DeliveryQueue;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DispatchSessionTest {
    private static final List<String> FROZEN = List.of("frozen");

    @Inject
    UnpooledConnections connections;

    /** A process that is stopped or cut off says nothing more. */
    @Test
    void aFrozenSessionStopsCallingAndThenLosesItsPartners() throws Exception {
        try (DispatchSession frozen =
                        DispatchSession.open(connections, Duration.ofMillis(6500), Duration.ofMillis(500));
                DispatchSession other =
                        DispatchSession.open(connections, Duration.ofSeconds(30), Duration.ofSeconds(10))) {
            frozen.inTransaction(
                    db -> assertThat(new DeliveryQueue(db).lock(FROZEN)).containsExactly("frozen"));
            assertThat(frozen.mayCall()).isTrue();
            await(() -> !frozen.mayCall());
            assertThat(lock(other)).as("its calls may still be under way").isEmpty();
            await(() -> !lock(other).isEmpty());
        }
    }

    private static Set<String> lock(DispatchSession session) {
        Set<String> locked = new java.util.HashSet<>();
        try {
            session.inTransaction(db -> locked.addAll(new DeliveryQueue(db).lock(FROZEN)));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return locked;
    }
}
