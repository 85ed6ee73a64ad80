package dev.comanda.partners.operations;

import static dev.comanda.partners.Engine.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.partners.Engine;
import dev.comanda.partners.PartnerServer;
import dev.comanda.partners.Senders;
import dev.comanda.partners.ShiftedClock;
import dev.comanda.partners.delivery.DeliveryConfig;
import dev.comanda.partners.inbox.InboxConfig;
import dev.comanda.partners.outbox.OutboundBodies;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest {
    @Inject
    Engine engine;

    @Inject
    Retention retention;

    @Inject
    ShiftedClock clock;

    @Inject
    Jdbi jdbi;

    @Inject
    DeliveryConfig delivery;

    @Inject
    InboxConfig inbox;

    @Inject
    OutboundBodies bodies;

    private PartnerServer server;
    private String secret;

    @BeforeEach
    void registerAPartner() throws Exception {
        server = new PartnerServer();
        secret = Senders.register("keeper", server.url());
    }

    @AfterEach
    void removeIt() {
        engine.tidy("keeper");
        server.close();
    }

    @Test
    void removesWhatIsSettledAndOldAndTouchesNothingElse() {
        server.answer(call -> call.text().contains("dies") ? 422 : 200);
        engine.tell("keeper", "arrives", "dies");
        await(() -> engine.status("keeper", "delivered") == 1 && engine.status("keeper", "dead") == 1);
        engine.execute("update delivery set answer = 'thanks' where partner_id = 'keeper' and status = 'delivered'");
        Engine.post("/partners/keeper/pause").statusCode(200);
        engine.tell("keeper", "stays");
        engine.execute("""
                insert into inbound_event (partner_id, event_id, event_type, ordering_key, body, body_hash, occurred_at,
                                           received_at, status, next_attempt_at)
                select 'keeper', 'evt_' || i || s, 't', '', '{}'::bytea, ''::bytea, now(), now(), s, now() + interval '1 year'
                  from generate_series(1, 130) i, unnest('{handled,superseded,ignored,dead}'::text[]) s
                union all
                select 'keeper', 'evt_' || s, 't', s, '{}'::bytea, ''::bytea, now(), now(), s, now() + interval '1 year'
                  from unnest('{received,waiting}'::text[]) s
                """);

        clock.pass(Duration.ofDays(89));
        retention.sweep();
        assertThat(kept()).isEqualTo("deliveries 3, bodies 3, attempts 4, lanes 3, received 522, their bodies 392");
        clock.pass(Duration.ofDays(2));
        retention.sweep();
        assertThat(kept()).isEqualTo("deliveries 3, bodies 1, attempts 0, lanes 3, received 522, their bodies 2");
        clock.pass(Duration.ofDays(28));
        retention.sweep();
        assertThat(kept()).isEqualTo("deliveries 3, bodies 1, attempts 0, lanes 3, received 522, their bodies 2");
        clock.pass(Duration.ofDays(2));
        retention.sweep();
        assertThat(kept()).isEqualTo("deliveries 1, bodies 1, attempts 0, lanes 1, received 2, their bodies 2");

        clock.reset();
        Engine.post("/partners/keeper/resume").statusCode(200);
        await(() -> engine.status("keeper", "delivered") == 1);
        assertThat(secret).isNotEmpty();
    }

    /** A partner may send any type, however large and often; what means nothing here is not worth 90 days of disk. */
    @Test
    void keepsTheBodyOfAnEventThatIsIgnoredForADayOnly() {
        Senders.post("keeper", secret, "evt_sneeze", Senders.envelope("evt_sneeze", "somebody.sneezed", "{}"))
                .then()
                .statusCode(200);
        Senders.post(
                        "keeper",
                        secret,
                        "evt_test",
                        Senders.envelope("evt_test", "part.heard", "{\"thing\":\"K\",\"revision\":1}"))
                .then()
                .statusCode(200);
        await(() ->
                engine.count("select count(*) from inbound_event where event_id = 'evt_test' and status = 'handled'")
                        == 1);

        clock.pass(Duration.ofHours(23));
        retention.sweep();
        assertThat(kept()).endsWith("received 2, their bodies 2");
        clock.pass(Duration.ofHours(2));
        retention.sweep();
        assertThat(kept()).endsWith("received 2, their bodies 1");
        assertThat(engine.count(
                        "select count(*) from inbound_event where event_id = 'evt_sneeze' and length(body_hash) = 32"))
                .isEqualTo(1);
        engine.execute("delete from effect");
    }

    @Test
    void keepsTheIdsOfARemovedPartnerAndTheCopiesAsLongAsAllIds() {
        String body = Senders.envelope("evt_kept", "webhook.test", "{}");
        Senders.post("keeper", secret, "evt_kept", body).then().statusCode(200);
        Senders.post("keeper", secret, "evt_kept", body).then().statusCode(200);
        engine.execute("update inbound_copy set partner_id = 'kept' where event_id = 'evt_kept'");
        given().delete("/partners/keeper").then().statusCode(204);
        engine.execute("update removed_event set partner_id = 'kept' where event_id = 'evt_kept'");
        Senders.register("keeper", server.url());

        clock.pass(Duration.ofDays(119));
        retention.sweep();
        assertThat(idsKept()).isEqualTo(2);
        clock.pass(Duration.ofDays(2));
        retention.sweep();
        assertThat(idsKept()).isZero();
    }

    private long idsKept() {
        return engine.count("select count(*) from removed_event where partner_id = 'kept'")
                + engine.count("select count(*) from inbound_copy where partner_id = 'kept'");
    }

    @Test
    void refusesToForgetIdsSoonerThanACopyCouldCome() {
        assertThatCode(() -> check(Duration.ofDays(90), Duration.ofDays(120))).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(Duration.ofDays(90), Duration.ofDays(119)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("comanda.retention.ids");
        assertThatThrownBy(() -> check(Duration.ofDays(115), Duration.ofDays(120)))
                .isInstanceOf(ConfigurationException.class);
    }

    private void check(Duration payloads, Duration ids) {
        new Retention(jdbi, clock, new Kept(payloads, ids, 10), delivery, inbox, bodies).check(new StartupEvent());
    }

    private String kept() {
        return "deliveries %d, bodies %d, attempts %d, lanes %d, received %d, their bodies %d"
                .formatted(
                        engine.count("select count(*) from delivery where partner_id = 'keeper'"),
                        engine.count(
                                "select count(*) from outbound_event e join delivery d on d.event = e.id where d.partner_id = 'keeper' and e.body is not null"),
                        engine.count(
                                        "select count(*) from delivery_attempt a join delivery d on d.id = a.delivery_id where d.partner_id = 'keeper'")
                                + engine.count(
                                        "select count(*) from delivery where partner_id = 'keeper' and answer is not null"),
                        engine.count("select count(*) from lane where partner_id = 'keeper'"),
                        engine.count("select count(*) from inbound_event where partner_id = 'keeper'"),
                        engine.count(
                                "select count(*) from inbound_event where partner_id = 'keeper' and body is not null"));
    }

    private record Kept(Duration payloads, Duration ids, int batch) implements RetentionConfig {
        @Override
        public Duration ignoredBodies() {
            return Duration.ofDays(1);
        }
    }
}
