package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Python services that know nothing of revisions, event ids or Standard Webhooks keep working unchanged. */
@Timeout(120)
final class FirstGenerationPartnerTest {
    private static final String PARTNER = "src/test/resources/first-generation-partner.py";
    private static final String SECRET = "shared_secret_chuwue_findyourwork";

    @TempDir
    private static Path folder;

    private static Service restaurant;

    @BeforeAll
    static void open() throws IOException {
        restaurant = new Service("restaurant-service", "first-generation", folder).quickToStart();
        restaurant.launch();
        restaurant.awaitReady();
    }

    @AfterAll
    static void close() {
        restaurant.close();
    }

    @Test
    void verifiesWhatWeSendAndIsHeard() throws Exception {
        try (Program partner = Program.start("python3", PARTNER, "listen", SECRET)) {
            String port = partner.line().replace("listening ", "");
            register("http://localhost:" + port + "/webhooks/partner/");
            restaurant.post("/partners/python-dj/notify-event", """
                            {"reservation_id":"RES-PY-1","event_name":"Cena ✨ ñandú","date":"2026-02-15","time":"19:00",
                             "guests":50,"contact_name":"María \\"Mari\\" García","contact_phone":"0991234567",
                             "services_requested":["dj"]}""").expect(202);
            assertThat(partner.line())
                    .startsWith("chuwue-grill {")
                    .contains("event.reservation_confirmed", "\"guests\": 50", "RES-PY-1");

            String data = """
                    {"external_event_id":"RES-PY-1","service_id":123,"service_name":"DJ Profesional",
                     "service_category":"entretenimiento","provider":{"name":"DJ Sounds Pro","phone":"0998765432"},
                     "price":250.00,"scheduled_time":"19:00"}""";
            assertThat(send("service.booked_for_event", data, SECRET))
                    .startsWith("200 ")
                    .contains("accepted");
            assertThat(send("service.booked_for_event", data, SECRET.replace('c', 'k')))
                    .startsWith("401 ")
                    .contains("urn:comanda:problem:unauthorized");
            Answer itinerary = restaurant.awaitShown(
                    "/reservations/RES-PY-1/itinerary", "/services/0/service_name", "DJ Profesional");
            assertThat(itinerary.at("/services/0/price")).isEqualTo("250.00");
            assertThat(itinerary.at("/services/0/currency")).isEqualTo("USD");

            send(
                    "provider.assigned",
                    "{\"external_event_id\":\"RES-PY-1\",\"provider_info\":{\"name\":\"DJ Otro\"}}",
                    SECRET);
            restaurant.awaitShown("/reservations/RES-PY-1/itinerary", "/services/0/provider/name", "DJ Otro");
            send("service.confirmed", "{\"external_event_id\":\"RES-PY-1\",\"confirmation_code\":\"PY-77\"}", SECRET);
            restaurant.awaitShown("/reservations/RES-PY-1/itinerary", "/services/0/confirmation_code", "PY-77");
            send("service.cancelled", "{\"external_event_id\":\"RES-PY-1\",\"reason\":\"lluvia\"}", SECRET);
            Answer cancelled =
                    restaurant.awaitShown("/reservations/RES-PY-1/itinerary", "/services/0/status", "cancelled");
            assertThat(cancelled.json().at("/services")).hasSize(1);
            assertThat(cancelled.at("/status")).isEqualTo("confirmed");
        }
    }

    private static void register(String webhookUrl) {
        restaurant
                .post(
                        "/partners/register",
                        "{\"name\":\"Python DJ\",\"code\":\"python-dj\",\"webhook_url\":\"%s\",\"shared_secret\":\"%s\"}"
                                .formatted(webhookUrl, SECRET))
                .expect(201);
    }

    /** By the path without a partner: it is named by X-Partner-ID alone. */
    private static String send(String type, String data, String secret) throws Exception {
        String url = restaurant.url("/webhooks/partner/");
        return Program.run("python3", PARTNER, "send", url, secret, type, data);
    }
}
