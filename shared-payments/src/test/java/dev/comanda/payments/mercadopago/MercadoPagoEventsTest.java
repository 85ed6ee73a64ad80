package dev.comanda.payments.mercadopago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comanda.payments.fake.FakeMercadoPago;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookEvent.Relevance;
import dev.comanda.payments.port.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MercadoPagoEventsTest {
    private final MercadoPagoEvents events = new MercadoPagoEvents(FakeMercadoPago.COLLECTOR, FakeMercadoPago.TOKEN);

    @Test
    void aPaymentIsToBeFetchedAndNothingElseIsBelieved() throws MalformedWebhook {
        WebhookEvent event = parse("""
                {"action":"payment.updated","id":12345678901234567890,"type":"payment","live_mode":true,"user_id":724484980,
                 "data":{"id":"123"},"status":"approved","resource":"http://attacker.example/"}
                """);

        assertThat(event.eventType()).isEqualTo("payment.updated");
        assertThat(event.paymentId()).isEqualTo("123");
        assertThat(event.objects()).isEqualTo(Map.of("intent", "123"));
        assertThat(event.relevance()).isEqualTo(Relevance.ACT);
        assertThat(event.mustBeFetched()).isTrue();
        assertThat(event.facts()).isEmpty();
    }

    /** Each part that is signed tells notifications apart, and nothing else does. */
    @Test
    void aNotificationIsKnownByWhatIsSigned() throws MalformedWebhook {
        String body = "{\"id\":1,\"type\":\"payment\",\"data\":{\"id\":\"123\"}}";
        String id = eventId(body, "123", "r-1", "1769968800");

        assertThat(id).startsWith("123-1769968800-");
        assertThat(eventId(body.replace("\"id\":1,", "\"id\":2,"), "123", "r-1", "1769968800"))
                .isEqualTo(id);
        assertThat(eventId(body, "123", "r-2", "1769968800")).isNotEqualTo(id);
        assertThat(eventId(body, "123", "r-1", "1769968801")).isNotEqualTo(id);
        assertThat(eventId(body.replace("123", "124"), "124", "r-1", "1769968800"))
                .isNotEqualTo(id);
        assertThat(eventId(body.replace("123", "A1"), "A1", "r-1", "1769968800"))
                .as("the id may be signed in lower case")
                .isEqualTo(eventId(body.replace("123", "a1"), "a1", "r-1", "1769968800"));
    }

    private String eventId(String body, String object, String requestId, String ts) throws MalformedWebhook {
        return events.parse(new WebhookRequest(
                        body.getBytes(StandardCharsets.UTF_8),
                        Map.of(
                                "x-request-id", List.of(requestId),
                                "x-signature", List.of("ts=" + ts + ",v1=" + "0".repeat(64))),
                        Map.of("data.id", object),
                        Instant.EPOCH))
                .eventId();
    }

    @Test
    void aChargebackIsToBeFetchedByItsOwnId() throws MalformedWebhook {
        for (String type : new String[] {"chargebacks", "topic_chargebacks_wh"}) {
            WebhookEvent event = parse("{\"id\":\"n-1\",\"type\":\"" + type + "\",\"data\":{\"id\":123}}");

            assertThat(event.objects()).isEqualTo(Map.of("dispute", "123"));
            assertThat(event.paymentId()).isNull();
            assertThat(event.mustBeFetched()).isTrue();
        }
    }

    @Test
    void whatNobodyAskedForIsIgnored() throws MalformedWebhook {
        WebhookEvent event = parse("{\"id\":1,\"type\":\"subscription_preapproval\",\"data\":{}}");

        assertThat(event.relevance()).isEqualTo(Relevance.IGNORE);
        assertThat(event.mustBeFetched()).isFalse();
    }

    @Test
    void anotherModeOrAccountIsForeign() throws MalformedWebhook {
        assertThat(relevance("\"live_mode\":false")).isEqualTo(Relevance.FOREIGN);
        assertThat(relevance("\"live_mode\":true")).isEqualTo(Relevance.ACT);
        assertThat(relevance("\"user_id\":\"724484981\"")).isEqualTo(Relevance.FOREIGN);
        assertThat(relevance("\"user_id\":\"724484980\"")).isEqualTo(Relevance.ACT);
        MercadoPagoEvents testMode = new MercadoPagoEvents(null, "TEST-1-2-3-724484980");
        assertThat(testMode.parse(
                                request("{\"id\":1,\"type\":\"payment\",\"live_mode\":true,\"data\":{\"id\":1}}", "1"))
                        .relevance())
                .isEqualTo(Relevance.FOREIGN);
    }

    @Test
    void theBodyMustSpeakOfTheObjectThatWasSigned() {
        assertThatThrownBy(() -> parse("{\"id\":1,\"type\":\"payment\",\"data\":{\"id\":\"124\"}}"))
                .isInstanceOf(MalformedWebhook.class);
        assertThatThrownBy(() -> parse("{\"id\":1,\"type\":\"payment\",\"data\":{}}"))
                .isInstanceOf(MalformedWebhook.class);
        assertThatThrownBy(() -> parse("{\"type\":\"payment\",\"data\":{\"id\":\"123\"}}"))
                .isInstanceOf(MalformedWebhook.class);
    }

    private Relevance relevance(String field) throws MalformedWebhook {
        return parse("{\"id\":1,\"type\":\"payment\"," + field + ",\"data\":{\"id\":\"123\"}}")
                .relevance();
    }

    private WebhookEvent parse(String body) throws MalformedWebhook {
        return events.parse(request(body, "123"));
    }

    private static WebhookRequest request(String body, String id) {
        return new WebhookRequest(
                body.getBytes(StandardCharsets.UTF_8), Map.of(), Map.of("data.id", id), Instant.EPOCH);
    }
}
