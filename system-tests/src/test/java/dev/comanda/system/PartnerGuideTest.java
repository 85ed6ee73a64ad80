package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every program of the partner guide, run as it is printed against the restaurant. */
@Timeout(120)
final class PartnerGuideTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String ITINERARY = "/reservations/RES-2026-001/itinerary";

    private static Service restaurant;
    private static Guide guide;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void open() throws IOException {
        guide = Guide.read("docs/partner-guide.md");
        restaurant = new Service("restaurant-service", "partner-guide", folder).quickToStart();
        restaurant.launch();
        restaurant.awaitReady();
    }

    @AfterAll
    static void close() {
        restaurant.close();
    }

    @ParameterizedTest
    @CsvSource({
        "python3, receive.py, send.py, FA-1",
        "node, receive.js, send.js, FA-2",
        "java, Receive.java, Send.java, FA-3"
    })
    void aPartnerWrittenFromTheGuideHearsAndIsHeard(String runtime, String receive, String send, String booking)
            throws Exception {
        String command = runtime.equals("java") ? JAVA : runtime;
        int port = Service.freePort();
        String secret = register(runtime, port).at("/shared_secret");
        String receiver = guide.program(receive, folder).toString();
        try (Program listening = Program.start(command, receiver, String.valueOf(port), secret)) {
            assertThat(Await.soon(() -> !listening.isAlive() || isListening(port)))
                    .isTrue();
            notifyEvent(runtime);
            assertThat(listening.line()).contains("event.reservation_confirmed");
        }
        String sender = guide.program(send, folder).toString();
        String url = restaurant.url("/webhooks/partner/guide-" + runtime);
        assertThat(Program.run(command, sender, url, secret)).contains("\"accepted\"");
        awaitBooking("guide-" + runtime, booking);
    }

    @Test
    void theFirstGenerationSenderOfTheGuideIsHeard() throws Exception {
        String secret = register("first", Service.freePort()).at("/shared_secret");
        notifyEvent("first");
        String sender = guide.program("first-generation.py", folder).toString();
        String url = restaurant.url("/webhooks/partner/guide-first");
        assertThat(Program.run("python3", sender, url, secret)).contains("\"accepted\"");
        assertThat(Await.soon(() -> restaurant.get(ITINERARY).body().contains("Álbum impreso")))
                .isTrue();
    }

    private static Answer register(String name, int port) {
        return restaurant
                .post(
                        "/partners/register",
                        "{\"name\":\"Fotos Andes\",\"code\":\"guide-%s\",\"webhook_url\":\"http://localhost:%d/webhooks\"}"
                                .formatted(name, port))
                .expect(201);
    }

    private static void notifyEvent(String name) {
        restaurant.post("/partners/guide-" + name + "/notify-event", """
                        {"reservation_id":"RES-2026-001","event_name":"Cena Corporativa TechCorp","date":"2026-02-15",
                         "time":"19:00","guests":50,"contact_name":"María García","contact_phone":"0991234567",
                         "services_requested":["fotografia"]}""").expect(202);
    }

    private static void awaitBooking(String partner, String booking) {
        assertThat(Await.soon(() -> bookings(partner).anyMatch(booking::equals)))
                .as("%s of %s in %s", booking, partner, restaurant.get(ITINERARY))
                .isTrue();
    }

    private static Stream<String> bookings(String partner) {
        return restaurant
                .get(ITINERARY)
                .json()
                .at("/services")
                .valueStream()
                .filter(service -> service.at("/partner_id").asText().equals(partner))
                .map(service -> service.at("/booking_id").asText());
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
