package dev.comanda.marketplace.booking;

import static dev.comanda.marketplace.booking.Client.DJ;
import static dev.comanda.marketplace.booking.Client.body;
import static dev.comanda.marketplace.booking.Client.book;
import static dev.comanda.marketplace.booking.Client.confirm;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.marketplace.testing.Restaurant;
import dev.comanda.marketplace.testing.WrittenMails;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A marketplace that is paid some other way. */
@QuarkusTest
@TestProfile(UnpaidByChoiceTest.NoPayments.class)
class UnpaidByChoiceTest {
    @Inject
    WrittenMails mails;

    @Test
    void itIsBookedAndToldAtOnce() {
        Restaurant grill = Restaurant.register();
        confirm(grill, "\"time\": \"19:00\",");
        JsonNode booking = body(book(grill, DJ), 201);
        assertThat(booking.path("status").asText()).isEqualTo("booked");
        assertThat(booking.path("revision").asLong()).isEqualTo(1);
        assertThat(booking.has("payment")).isFalse();
        assertThat(grill.toldTypes("RES-1")).containsExactly("service.booked_for_event");
        String id = booking.path("booking_id").asText();
        assertThat(mails.about(id)).containsExactly("booked_provider");
        assertThat(body(Client.cancel(id), 200).path("status").asText()).isEqualTo("cancelled");
    }

    public static class NoPayments implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("comanda.bookings.payment", "none");
        }
    }
}
