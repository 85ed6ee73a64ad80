package dev.comanda.payments.mock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.ledger.Ledger;
import dev.comanda.payments.port.MalformedWebhook;
import dev.comanda.payments.port.Tag;
import dev.comanda.payments.port.Verdict;
import dev.comanda.payments.port.WebhookEvent;
import dev.comanda.payments.port.WebhookRequest;
import dev.comanda.signing.Keyring;
import dev.comanda.signing.SignatureHeaders;
import dev.comanda.signing.Verifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is made of a webhook of the mock provider when it comes back in. */
final class MockReception {
    private MockReception() {}

    /** By the Standard Webhooks headers alone: the others have no time in them. */
    static Verdict verify(Keyring ring, WebhookRequest request) {
        if (request.header(SignatureHeaders.WEBHOOK_SIGNATURE) == null) {
            return new Verdict.Refused("signature_missing");
        }
        return switch (Verifier.verify(ring, request::header, request.body(), request.receivedAt())) {
            case dev.comanda.signing.Verdict.Valid valid -> new Verdict.Valid();
            case dev.comanda.signing.Verdict.Missing missing -> new Verdict.Refused("signature_missing");
            case dev.comanda.signing.Verdict.Malformed malformed -> new Verdict.Refused("signature_malformed");
            case dev.comanda.signing.Verdict.Stale stale -> new Verdict.Refused("signature_stale");
            case dev.comanda.signing.Verdict.Forged forged -> new Verdict.Refused("signature_wrong");
        };
    }

    static WebhookEvent read(WebhookRequest request) throws MalformedWebhook {
        MockEvent event = MockEvent.read(request.body());
        MockEvent.Data data = event.data();
        Map<String, String> objects = new HashMap<>(Map.of("intent", data.paymentId()));
        data.facts().forEach(fact -> objects.put(fact.kind(), fact.id()));
        return new WebhookEvent(
                event.id(),
                event.type(),
                data.paymentId(),
                Ledger.alone(data.facts()),
                "mock",
                MockEvent.JSON.<JsonNode>valueToTree(event),
                WebhookEvent.Relevance.ACT,
                tag(data.metadata()),
                Map.copyOf(objects),
                data.facts(),
                List.of(),
                false);
    }

    private static Tag tag(Map<String, String> metadata) {
        return new Tag(
                metadata.get("comanda_payment_id"),
                metadata.get("comanda_operation"),
                metadata.get("comanda_service"),
                metadata.get("order_id"));
    }
}
