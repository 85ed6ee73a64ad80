package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static dev.comanda.partners.Engine.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does to a partner leaves one row each, and no secret. */
@QuarkusTest
class AuditedActsTest {
    private static final String ADOPTED = "agreed-on-the-phone-0123456789";

    @Inject
    Engine engine;

    @Inject
    Jdbi jdbi;

    private PartnerServer server;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        engine.execute("truncate audit");
        Senders.register("seen", server.url(), "thing.*");
    }

    @AfterEach
    void removeIt() {
        engine.tidy("seen");
        server.close();
    }

    @Test
    void registeringAndRemovingShowThePartner() {
        Senders.register("brief", server.url(), "thing.*");
        given().delete("/partners/brief").then().statusCode(204);

        trail("object=brief")
                .body("audit.action", contains("partner.delete", "partner.register"))
                .body("audit.actor", contains("anyone", "anyone"))
                .body("audit[0].before.partner_id", equalTo("brief"))
                .body("audit[0].after", nullValue())
                .body("audit[1].before", nullValue())
                .body("audit[1].after.webhook_url", equalTo(server.url()))
                .body("audit[1].address", equalTo("127.0.0.1"));
    }

    @Test
    void aChangeShowsBothSidesAndNoChangeLeavesNothing() {
        change("{\"name\":\"Other name\"}");
        change("{\"name\":\"Other name\"}");

        trail("action=partner.change")
                .body("audit", hasSize(1))
                .body("audit[0].after.name", equalTo("Other name"))
                .body("audit[0].before.webhook_url", equalTo(server.url()));
        assertThat(trail("action=partner.change").extract().<String>path("audit[0].before.name"))
                .isNotEqualTo("Other name");
    }

    @Test
    void pausingAndResumingShowTheStatus() {
        post("/partners/seen/pause").statusCode(200);
        post("/partners/seen/resume").statusCode(200);
        post("/partners/nobody/pause").statusCode(404);

        trail("")
                .body("audit.action", contains("partner.resume", "partner.pause", "partner.register"))
                .body("audit[0].before.status", equalTo("paused"))
                .body("audit[0].after.status", equalTo("active"))
                .body("audit[1].before.status", equalTo("active"))
                .body("audit[1].after.status", equalTo("paused"));
    }

    @Test
    void aRefusedActLeavesNothing() {
        Senders.register("owner", server.url(), "thing.*");
        post("/partners/owner/rotate-secret", "{\"shared_secret\":\"" + ADOPTED + "\"}")
                .statusCode(200);
        engine.execute("truncate audit");

        post("/partners/seen/rotate-secret", "{\"shared_secret\":\"" + ADOPTED + "\"}")
                .statusCode(409);
        given().delete("/partners/nobody").then().statusCode(404);
        trail("").body("audit", hasSize(0));
        engine.tidy("owner");
    }

    @Test
    void noSecretIsInAnyRow() {
        String registered = post(
                        "/partners/register",
                        "{\"name\":\"Adopter\",\"webhook_url\":\"" + server.url() + "\",\"shared_secret\":\"" + ADOPTED
                                + "\"}")
                .statusCode(201)
                .extract()
                .path("api_key");
        String rotated = post("/partners/adopter/rotate-secret", "{}")
                .statusCode(200)
                .extract()
                .path("shared_secret");
        String kept = ADOPTED + "-2";
        post("/partners/adopter/rotate-secret", "{\"shared_secret\":\"" + kept + "\"}")
                .statusCode(200);

        trail("object=adopter")
                .body("audit.action", contains("partner.rotate_secret", "partner.rotate_secret", "partner.register"));
        List<String> rows = jdbi.withHandle(db -> db.createQuery("select audit::text from audit")
                .mapTo(String.class)
                .list());
        assertThat(rows)
                .hasSize(4)
                .noneMatch(row -> row.contains(ADOPTED) || row.contains(rotated) || row.contains(registered))
                .noneMatch(row -> row.contains("whsec_") || row.contains("cmd_"));
        engine.tidy("adopter");
    }

    @Test
    void aTestAReplayAndAResendNameWhatTheySent() {
        post("/partners/seen/test").statusCode(202);
        engine.tell("seen", "A-1");
        await(() -> engine.status("seen", "delivered") >= 1);
        int delivery = Engine.id(Engine.deliveries("seen").getFirst());
        await(() -> engine.count("select count(*) from delivery where status = 'pending'") == 0);
        engine.execute("delete from audit where action = 'partner.register'");

        post("/deliveries/" + delivery + "/resend").statusCode(202);
        post("/deliveries/999999999/resend").statusCode(404);
        post("/partners/seen/replay", "{\"since\":\"2026-01-01T00:00:00Z\",\"reason\":\"restored a backup\"}")
                .statusCode(202);

        trail("")
                .body("audit.action", contains("partner.replay", "delivery.resend", "partner.test"))
                .body("audit[0].reason", equalTo("restored a backup"))
                .body("audit[0].after.since", equalTo("2026-01-01T00:00:00Z"))
                .body("audit[1].object", equalTo(String.valueOf(delivery)))
                .body("audit[1].before.status", equalTo("delivered"))
                .body("audit[1].after.status", equalTo("pending"))
                .body("audit[2].object", equalTo("seen"));
    }

    @Test
    void aRetryOfAReceivedEventShowsWhereItStood() {
        engine.execute("""
                insert into inbound_event (partner_id, event_id, event_type, ordering_key, body_hash, body, status,
                                           occurred_at, received_at, next_attempt_at)
                values ('seen', 'evt_dead', 'part.heard', 'x', '\\x00', '\\x7b7d', 'dead', now(), now(), now())
                """);
        long id = engine.count("select id from inbound_event where event_id = 'evt_dead'");
        post("/received/" + id + "/retry").statusCode(202);

        trail("action=received.retry")
                .body("audit", hasSize(1))
                .body("audit[0].object", equalTo(String.valueOf(id)))
                .body("audit[0].before.status", equalTo("dead"))
                .body("audit[0].after.status", equalTo("received"));
    }

    private static void change(String body) {
        given().contentType("application/json")
                .body(body)
                .patch("/partners/seen")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse trail(String query) {
        return given().get(query.isEmpty() ? "/audit" : "/audit?" + query)
                .then()
                .statusCode(200);
    }
}
