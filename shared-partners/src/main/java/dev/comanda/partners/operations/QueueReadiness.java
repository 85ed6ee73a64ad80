package dev.comanda.partners.operations;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Ready only while the queues can be read: the database answers and its migrations are there. */
@Readiness
@ApplicationScoped
class QueueReadiness implements HealthCheck {
    private final Jdbi jdbi;

    QueueReadiness(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            jdbi.useHandle(
                    db -> db.execute("select (select id from lane limit 1), (select id from inbound_event limit 1)"));
            return HealthCheckResponse.up("queues");
        } catch (JdbiException e) {
            return HealthCheckResponse.down("queues");
        }
    }
}
