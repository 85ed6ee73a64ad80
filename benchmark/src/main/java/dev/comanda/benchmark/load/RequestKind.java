package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.comanda.signing.Keyring;
import dev.comanda.signing.Secret;
import dev.comanda.signing.SignatureHeaders;
import dev.comanda.signing.Signer;
import java.time.Instant;
import java.util.Map;

/** What the generator can send. The number makes each request different from all others. */
public sealed interface RequestKind {
    String HOST = "Host: localhost\r\n";

    byte[] request(int number);

    /** The words of a command from this index on: a kind and its arguments. */
    static RequestKind of(String[] words, int at) {
        return switch (words[at]) {
            case "get" -> new Get(words[at + 1]);
            case "bare" -> new Bare();
            case "webhook" ->
                new Webhook(
                        words[at + 1],
                        words[at + 2],
                        words[at + 3],
                        words[at + 4],
                        Integer.parseInt(words[at + 5]),
                        Boolean.parseBoolean(words[at + 6]));
            case "dinner" -> new Dinner(words[at + 1], words[at + 2], Integer.parseInt(words[at + 3]));
            case "partner" -> new Partner(words[at + 1], words[at + 2]);
            default -> throw new IllegalArgumentException(words[at]);
        };
    }

    private static byte[] post(String path, String headers, String body) {
        return ("POST " + path + " HTTP/1.1\r\n" + HOST + headers + "Content-Type: application/json\r\nContent-Length: "
                        + body.getBytes(UTF_8).length + "\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    /** A GET of this path. */
    record Get(String path) implements RequestKind {
        @Override
        public byte[] request(int number) {
            return ("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n").getBytes(UTF_8);
        }
    }

    /** As large as a webhook, to the yardstick. */
    record Bare() implements RequestKind {
        @Override
        public byte[] request(int number) {
            return post("/bare", "", Webhook.body("bare-%09d".formatted(number), "unknown.type", "L", number));
        }
    }

    /**
     * An event of a partner, signed now: it can be sent for five minutes.
     *
     * @param reservations the events are spread over reservations of this many numbers
     * @param randomIds whether ids follow no order, as UUIDs, or the order of time, as ULIDs
     */
    record Webhook(String partner, String secret, String type, String prefix, int reservations, boolean randomIds)
            implements RequestKind {
        private static final long SCATTER = 0x9E3779B97F4A7C15L;

        @Override
        public byte[] request(int number) {
            String id = prefix + (randomIds ? "%016x".formatted(number * SCATTER) : "%016d".formatted(number));
            String body = body(id, type, "L", number % reservations);
            Keyring ring = Keyring.of(new Keyring.Key("k", new Secret(secret)));
            Map<String, String> signed = Signer.sign(ring, id, Instant.now(), body.getBytes(UTF_8));
            StringBuilder headers = new StringBuilder();
            for (String name : new String[] {
                SignatureHeaders.WEBHOOK_ID, SignatureHeaders.WEBHOOK_TIMESTAMP, SignatureHeaders.WEBHOOK_SIGNATURE
            }) {
                headers.append(name).append(": ").append(signed.get(name)).append("\r\n");
            }
            return post("/webhooks/partner/" + partner, headers.toString(), body);
        }

        static String body(String id, String type, String prefix, int reservation) {
            return """
                    {"data":{"booking_id":"B-%1$s","external_event_id":"%2$s-%3$d","price":250.00,\
                    "provider":{"name":"Sonido Andino","phone":"0991234567"},"revision":1,"scheduled_time":"19:00",\
                    "service_category":"music","service_id":"dj-premium","service_name":"DJ Premium para la cena"},\
                    "event_id":"%1$s","event_type":"%4$s","source":"benchmark","timestamp":"%5$s"}""".formatted(id, prefix, reservation, type, Instant.now());
        }
    }

    /** A reservation, by POST to this path. */
    record Dinner(String path, String prefix, int guests) implements RequestKind {
        @Override
        public byte[] request(int number) {
            return post(path, "", """
                    {"reservation_id":"%s-%d","event_name":"Cena de empresa","date":"2027-02-15","time":"19:00","guests":%d,\
                    "contact_name":"María García","contact_phone":"0991234567"}""".formatted(prefix, number, guests));
        }
    }

    /** A partner that wants nothing of what is published. */
    record Partner(String prefix, String url) implements RequestKind {
        @Override
        public byte[] request(int number) {
            return post("/partners/register", "", """
                    {"name":"Partner %2$d","code":"%1$s-%2$d","webhook_url":"%3$s","events":["nothing.at_all"]}""".formatted(prefix, number, url));
        }
    }
}
