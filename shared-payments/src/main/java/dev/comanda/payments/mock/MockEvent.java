package dev.comanda.payments.mock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.comanda.payments.ledger.Fact;
import dev.comanda.payments.port.MalformedWebhook;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The payload of the mock provider's webhooks: the ledger's facts as they are, names in snake_case. */
record MockEvent(String id, String type, Instant created, MockEvent.Data data) {
    /** What it is about. {@code paymentId} is the mock's own. */
    record Data(String paymentId, Map<String, String> metadata, List<Fact> facts) {}

    static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    static MockEvent of(String id, MockPayment payment, Step step) {
        return new MockEvent(
                id, step.type(), step.at(), new Data(payment.id(), payment.metadata(), List.of(step.fact())));
    }

    byte[] payload() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of ours is always JSON", e);
        }
    }

    /** One of ours. */
    static MockEvent read(byte[] payload) throws MalformedWebhook {
        try {
            return complete(JSON.readValue(payload, MockEvent.class));
        } catch (IOException e) {
            throw new MalformedWebhook("no event of the mock provider");
        }
    }

    @SuppressWarnings("ConstantConditions") // Jackson puts null where a field is missing
    private static MockEvent complete(@Nullable MockEvent event) throws MalformedWebhook {
        if (event == null || event.id == null || event.type == null || event.created == null || event.data == null) {
            throw new MalformedWebhook("an event of the mock provider without id, type, created or data");
        }
        if (event.data.paymentId == null || event.data.metadata == null || event.data.facts == null) {
            throw new MalformedWebhook("an event of the mock provider without its payment");
        }
        return event;
    }
}
