package dev.comanda.partners.operations;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.Engine;
import dev.comanda.partners.PartnerServer;
import dev.comanda.partners.Senders;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QueueMetricsTest {
    @Inject
    Engine engine;

    @Inject
    QueueMetrics metrics;

    @Test
    void showsAnOperatorWhatToWorryAboutPerPartner() throws Exception {
        try (PartnerServer server = new PartnerServer()) {
            Senders.register("gauged", server.url());
            server.answer(call -> call.text().contains("dies") ? 422 : 200);
            engine.tell("gauged", "arrives", "dies");
            await(() -> engine.status("gauged", "delivered") == 1 && engine.status("gauged", "dead") == 1);
            Engine.post("/partners/gauged/pause").statusCode(200);
            engine.tell("gauged", "waits");
            engine.execute("update partner set blocked_until = now() + interval '1 hour' where id = 'gauged'");
            engine.execute(
                    "update delivery set created_at = created_at - interval '1 hour' where partner_id = 'gauged'");
            metrics.refresh();
            String shown = given().get("/q/metrics").asString();
            assertThat(shown)
                    .containsPattern("comanda_outbox_accepted\\{partner=\"gauged\"} [1-9]")
                    .contains("comanda_outbox_depth{partner=\"gauged\"} 1.0")
                    .contains("comanda_outbox_dead{partner=\"gauged\"} 1.0")
                    .contains("comanda_partner_paused{partner=\"gauged\"} 1.0")
                    .contains("comanda_partner_blocked{partner=\"gauged\"} 1.0")
                    .contains("comanda_inbox_depth{partner=\"gauged\"} 0.0")
                    .contains("comanda_inbox_oldest_seconds{partner=\"gauged\"} 0.0")
                    .contains("comanda_inbox_dead{partner=\"gauged\"} 0.0")
                    .containsPattern("comanda_outbox_oldest_seconds\\{partner=\"gauged\"} 36\\d\\d\\.")
                    .containsPattern("comanda_delivery_attempts_total\\{outcome=\"2xx\",partner=\"gauged\"} 1\\.0")
                    .containsPattern("comanda_delivery_attempts_total\\{outcome=\"4xx\",partner=\"gauged\"} 3\\.0")
                    .contains("comanda_delivery_lag_seconds_bucket");
            engine.tidy("gauged");
            metrics.refresh();
            assertThat(given().get("/q/metrics").asString()).doesNotContain("comanda_outbox_depth{partner=\"gauged\"}");
        }
    }
}
