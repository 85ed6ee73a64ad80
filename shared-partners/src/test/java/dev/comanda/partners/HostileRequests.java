package dev.comanda.partners;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Some hundred requests that each differ from a good one in one way; the same ones at every run. */
final class HostileRequests {
    /** One request, with the statuses the protocol allows for it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Attack(String name, byte[] bytes, Set<Integer> allowed) {}

    private final Random random = new Random(20_260_201);
    private final List<Attack> attacks = new ArrayList<>();
    private final String path;
    private final String secret;
    private final String now = Long.toString(Instant.now().getEpochSecond());
    private final String good = """
            {"data":{"revision":1,"thing":"H"},"event_id":"evt_h","event_type":"part.heard","source":"beta","timestamp":"%s","version":"1.0"}""".formatted(Instant.now());

    HostileRequests(String partner, String secret) {
        this.path = "/webhooks/partner/" + partner;
        this.secret = secret;
    }

    List<Attack> all() throws IOException {
        headersLeftOut();
        idsAndTimestamps();
        signatures();
        changedBodies();
        signedGarbage();
        signedWithAWrongField();
        otherPathsMethodsAndSizes();
        return attacks;
    }

    private void headersLeftOut() throws IOException {
        String[] lines = standard("evt_h", now, bytes(good)).split("(?<=\r\n)");
        String hmac = "X-HMAC-Signature: " + hex(good) + "\r\n";
        for (int kept = 0; kept < 7; kept++) {
            String some = (kept & 1) != 0 ? lines[0] : "";
            some += (kept & 2) != 0 ? lines[1] : "";
            some += (kept & 4) != 0 ? lines[2] : "";
            add("headers " + kept, some + (kept == 0 ? "" : hmac), good, 401);
        }
        for (String line : lines) {
            add("twice " + line, String.join("", lines) + line, good, 401);
        }
        add("twice hmac", hmac + hmac, good, 401);
        add("partner signature of another", "X-Partner-Signature: " + hex("{}") + "\r\n", good, 401);
    }

    private void idsAndTimestamps() throws IOException {
        for (String id :
                List.of("", "a.b", "a b", "x".repeat(65), "\u00fc", "%00", "a;b", "../x", "a,b", "'", "evt_h\t")) {
            add("id " + id, standard(id, now, bytes(good)), good, 401);
        }
        long seconds = Long.parseLong(now);
        for (String time : List.of(
                "",
                "0",
                "-1",
                "+" + now,
                "0" + now,
                now + ".0",
                "1e9",
                "0x5",
                now + "000",
                "9999999999999",
                "now",
                "2026-02-01T18:00:00Z",
                "" + (seconds - 330),
                "" + (seconds + 330))) {
            add("timestamp " + time, standard("evt_h", time, bytes(good)), good, 401);
        }
    }

    private void signatures() throws IOException {
        String right = signature("evt_h", now, bytes(good));
        String url = right.replace('+', '-').replace('/', '_').replace("=", "");
        for (String wrong : List.of(
                "",
                "v1",
                "v1,",
                "v1,=",
                "v1,====",
                right.substring(3),
                "v2," + right.substring(3),
                "V1," + right.substring(3),
                "v1;" + right.substring(3),
                right + "=",
                right + ",",
                right + "x",
                url,
                "v1," + hex(good),
                "v1," + Base64.getEncoder().encodeToString(new byte[31]),
                "v1," + Base64.getEncoder().encodeToString(new byte[33]),
                "v1,\u00e9",
                "v1," + "A".repeat(5_000),
                (right + " ").repeat(17).strip(),
                "v1a," + right.substring(3))) {
            add("signature " + wrong, standard("evt_h", now, wrong), good, 401);
        }
        for (int i = 0; i < 60; i++) {
            add("signature flipped " + i, standard("evt_h", now, flipped(right, 3, right.length() - 2)), good, 401);
            add("hmac flipped " + i, "X-HMAC-Signature: " + flipped(hex(good), 0, 64) + "\r\n", good, 401);
        }
        String hex = hex(good);
        for (String wrong : List.of(
                "",
                hex.substring(1),
                hex + "0",
                "0x" + hex,
                "sha256=" + hex,
                hex.substring(0, 32) + " " + hex.substring(32),
                "\u00ff")) {
            add("hmac " + wrong, "X-HMAC-Signature: " + wrong + "\r\n", good, 401);
        }
        add(
                "hmac in upper case",
                "X-HMAC-Signature: " + hex.toUpperCase(java.util.Locale.ROOT).replaceFirst("^(\\d*)$", "A$1") + "\r\n",
                good,
                401);
    }

    private void changedBodies() throws IOException {
        String signed = standard("evt_h", now, bytes(good));
        for (int i = 0; i < 100; i++) {
            byte[] body = bytes(good);
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            add("bit " + i, signed, body, 401);
        }
        add("nothing", signed, "", 401);
        add("longer", signed, good + " ", 401);
    }

    private void signedGarbage() throws IOException {
        for (int i = 0; i < 60; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            addSigned("noise " + i, noise);
            addSigned("cut " + i, Arrays.copyOf(bytes(good), 1 + random.nextInt(good.length() - 2)));
        }
        for (String body : List.of(
                "",
                " ",
                "null",
                "true",
                "7",
                "\"text\"",
                "[]",
                "[{}]",
                "{}",
                "{",
                "}",
                good + good,
                good + "x",
                "\ufeff" + good,
                good.replace("\"H\"", "NaN"),
                good.replace("\"H\"", "Infinity"),
                good.replace("\"H\"", "1e999"),
                good.replace("\"H\"", "9".repeat(1_001)),
                good.replace("\"H\"", "[".repeat(100) + "]".repeat(100)),
                good.replace("\"data\"", "\"source\""),
                good.replace('"', '\''),
                good.replace("\"H\"", "\"\\x\""),
                good.replace("\"H\"", "\"\t\""),
                "/**/" + good,
                good.replace("\"H\"", "01"),
                good.replace("\"H\"", "\"H\","))) {
            addSigned("body " + body, bytes(body));
        }
        addSigned("UTF-16", good.getBytes(StandardCharsets.UTF_16));
        addSigned("Latin-1", good.replace("\"H\"", "\"\u00e9\"").getBytes(StandardCharsets.ISO_8859_1));
        addSigned("overlong", good.replace("\"H\"", "\"\u00c0\u0080\"").getBytes(StandardCharsets.ISO_8859_1));
    }

    private void signedWithAWrongField() throws IOException {
        for (String field : List.of("event_id", "event_type", "source", "timestamp", "version", "data")) {
            for (String value : List.of(
                    "null",
                    "1",
                    "true",
                    "[]",
                    "1.5",
                    "\"\"",
                    "\"\\u0000\"",
                    "\"\\n\"",
                    "\"" + "x".repeat(300) + "\"")) {
                addSigned(
                        field + "=" + value,
                        bytes(good.replaceFirst(
                                "\"" + field + "\":(\\{[^}]*}|\"[^\"]*\")",
                                java.util.regex.Matcher.quoteReplacement("\"" + field + "\":" + value))));
            }
        }
        for (String value : List.of(
                "null", "true", "[]", "{}", "1.5", "\"\\u0000\"", "\"\\ud800\"", "\"" + "x".repeat(201) + "\"")) {
            addSigned("thing=" + value, bytes(good.replace("\"H\"", value)));
        }
        for (String value : List.of("\"1\"", "true", "[]", "{}", "1.5", "1e3", "9".repeat(30))) {
            addSigned("revision=" + value, bytes(good.replace(":1,", ":" + value + ",")));
        }
        addSigned("another event id", bytes(good.replace("evt_h", "evt_other")));
        add(
                "our own event reflected",
                standard("evt_h", now, bytes(good.replace("beta", "alpha"))),
                good.replace("beta", "alpha"),
                401);
    }

    private void otherPathsMethodsAndSizes() throws IOException {
        String signed = standard("evt_h", now, bytes(good)) + "Content-Type: application/json\r\n";
        for (String other : List.of(
                "/webhooks/partner/nobody",
                "/webhooks/partner/" + "x".repeat(3_000),
                "/webhooks/partner/'or'1'='1",
                "/webhooks/partner",
                "/webhooks/partner/",
                "/webhooks/partner/HOSTILE",
                "/webhooks/partner/%C3%A9")) {
            attacks.add(
                    new Attack("path " + other, RawClient.request("POST", other, signed, bytes(good)), Set.of(401)));
        }
        for (String other : List.of(
                "/webhooks/partner/%00",
                "/webhooks/partner/%ff", "/webhooks/partner/a/b", "/webhooks", "/webhooks/partner/..%2f")) {
            attacks.add(new Attack(
                    "path " + other, RawClient.request("POST", other, signed, bytes(good)), Set.of(400, 401, 404)));
        }
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            attacks.add(new Attack(method, RawClient.request(method, path, signed, bytes(good)), Set.of(405)));
        }
        for (String type : List.of("text/plain", "multipart/form-data; boundary=x", "application/xml")) {
            String headers = standard("evt_h", now, bytes(good)) + "Content-Type: " + type + "\r\n";
            attacks.add(new Attack(type, RawClient.request("POST", path, headers, bytes(good)), Set.of(415)));
        }
        String big = good.replace("\"H\"", "\"" + "x".repeat(1024 * 1024) + "\"");
        add("over 1 MiB", standard("evt_h", now, bytes(big)), big, 413);
    }

    private void addSigned(String name, byte[] body) throws IOException {
        add(name, standard("evt_h", now, body), body, 400);
    }

    private void add(String name, String headers, String body, int status) throws IOException {
        add(name, headers, bytes(body), status);
    }

    private void add(String name, String headers, byte[] body, int status) throws IOException {
        attacks.add(new Attack(
                name,
                RawClient.request("POST", path, headers + "Content-Type: application/json\r\n", body),
                Set.of(status)));
    }

    private String standard(String id, String time, byte[] body) {
        return standard(id, time, signature(id, time, body));
    }

    private static String standard(String id, String time, String signature) {
        return "webhook-id: " + id + "\r\nwebhook-timestamp: " + time + "\r\nwebhook-signature: " + signature + "\r\n";
    }

    private String signature(String id, String time, byte[] body) {
        byte[] head = (id + "." + time + ".").getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        return "v1," + Base64.getEncoder().encodeToString(mac(key, message));
    }

    private String hex(String body) {
        return HexFormat.of().formatHex(mac(bytes(secret), bytes(body)));
    }

    private String flipped(String text, int from, int to) {
        int at = from + random.nextInt(to - from);
        char other = text.charAt(at) == '0' ? '1' : '0';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static byte[] mac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
