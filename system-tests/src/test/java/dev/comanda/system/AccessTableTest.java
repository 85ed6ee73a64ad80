package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may call what: each scope against each path and method of the services' own OpenAPI documents. A path without a row in
 * these tables fails, and so does a row without a path.
 */
final class AccessTableTest {
    private static final List<String> SCOPES =
            List.of("metrics", "read", "storefront", "partners", "operate", "payments");
    private static final String OPERATOR = "operator-token-0123456789";

    /** {@code anyone}, or the scopes of which one is enough. */
    private static final String BOTH = """
            GET    /audit                                read
            GET    /billing/{kind}                       read payments
            GET    /deliveries                           read
            GET    /deliveries/{id}                      read
            POST   /deliveries/{id}/resend               operate
            GET    /orders/{reference}                   read payments
            GET    /partners                             read
            POST   /partners/register                    partners
            POST   /partners/register/{code}             partners
            GET    /partners/{id}                        read
            PATCH  /partners/{id}                        partners
            DELETE /partners/{id}                        partners
            POST   /partners/{id}/discard-waiting        operate
            GET    /partners/{id}/events                 read
            POST   /partners/{id}/pause                  operate
            POST   /partners/{id}/replay                 operate
            POST   /partners/{id}/resume                 operate
            POST   /partners/{id}/rotate-key             partners
            POST   /partners/{id}/rotate-secret          partners
            GET    /partners/{id}/sent/{event_id}        read
            GET    /partners/{id}/status                 read
            POST   /partners/{id}/test                   operate
            GET    /payments                             read payments
            POST   /payments                             payments
            GET    /payments/events                      read payments
            POST   /payments/events/{id}/retry           payments operate
            POST   /payments/process/{variant}           anyone
            GET    /payments/tasks                       read payments operate
            POST   /payments/tasks/{task_id}/{action}    payments
            POST   /payments/tasks/{task_id}/done        payments operate
            GET    /payments/variants                    read payments
            GET    /payments/{payment_id}                read payments
            POST   /payments/{payment_id}/accept         payments
            POST   /payments/{payment_id}/cancel         payments
            POST   /payments/{payment_id}/capture        payments
            GET    /payments/{payment_id}/history        read payments
            GET    /payments/{payment_id}/refunds        read payments
            POST   /payments/{payment_id}/refunds        payments
            POST   /payments/{payment_id}/reject         payments
            GET    /received                             read
            GET    /received/{id}                        read
            POST   /received/{id}/retry                  operate
            GET    /refused                              read
            POST   /webhooks/partner                     anyone
            POST   /webhooks/partner/{id}                anyone
            """;

    private static final String RESTAURANT = """
            POST   /partners/{id}/notify-event           operate
            GET    /reservations                         read storefront
            POST   /reservations                         storefront
            GET    /reservations/{id}                    read storefront
            PATCH  /reservations/{id}                    storefront
            POST   /reservations/{id}/cancel             storefront
            POST   /reservations/{id}/erase              operate
            GET    /reservations/{id}/itinerary          read storefront
            """;

    private static final String MARKETPLACE = """
            GET    /bookings/{booking_id}                read storefront
            POST   /bookings/{booking_id}/assign-provider operate
            POST   /bookings/{booking_id}/cancel         storefront operate
            POST   /bookings/{booking_id}/confirm        operate
            GET    /events                               read storefront
            GET    /events/{external_event_id}           read storefront
            POST   /events/{external_event_id}/bookings  storefront
            GET    /events/{external_event_id}/services  read storefront
            GET    /services                             anyone
            """;

    @TempDir
    private Path data;

    @Test
    void theRestaurantLetsEachScopeDoItsOwnWorkOnly() throws Exception {
        check("restaurant-service", BOTH + RESTAURANT);
    }

    @Test
    void theMarketplaceLetsEachScopeDoItsOwnWorkOnly() throws Exception {
        check("marketplace-service", BOTH + MARKETPLACE);
    }

    private void check(String module, String rows) throws IOException, InterruptedException {
        Map<String, Set<String>> table = table(rows);
        Service service = new Service(module, "access", data)
                .quickToStart()
                .with("COMANDA_ACCESS_OPEN", "false")
                .with("COMANDA_OPERATOR_TOKEN", OPERATOR)
                .with("COMANDA_TOKENS", tokens());
        service.launch();
        try {
            service.awaitReady();
            String key = register(service);
            JsonNode document = call(service, "GET", "/q/openapi?format=json", OPERATOR)
                    .expect(200)
                    .json();
            Map<String, JsonNode> operations = operations(document);
            assertThat(operations.keySet()).isEqualTo(table.keySet());
            table.forEach((operation, allowed) -> checkOperation(service, operation, allowed, key));
            operations.forEach((name, operation) -> checkDocument(operation, name, table.getOrDefault(name, Set.of())));
            checkWorkings(service, key);
        } finally {
            service.stop();
        }
    }

    private static void checkOperation(Service service, String operation, Set<String> allowed, String key) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{action}", "refund")
                .replaceAll("\\{[^}]*}", "nobody");
        if (allowed.contains("anyone")) {
            assertThat(call(service, method, path, token("metrics")).status())
                    .as(operation)
                    .isEqualTo(callOpenly(service, method, path).status());
            return;
        }
        callOpenly(service, method, path).expectProblem(401);
        call(service, method, path, key).expectProblem(404);
        for (String scope : SCOPES) {
            Answer answer = call(service, method, path, token(scope));
            if (allowed.contains(scope)) {
                assertThat(answer.status())
                        .as("%s with %s: %s", operation, scope, answer)
                        .isNotIn(401, 403, 405, 500);
            } else {
                answer.expectProblem(403);
                assertThat(Set.of(answer.at("/scope").split(" "))).as(operation).isEqualTo(allowed);
            }
        }
    }

    /** The document says of each operation which of the scopes it needs. */
    private static void checkDocument(JsonNode operation, String name, Set<String> allowed) {
        Set<String> said = new HashSet<>();
        operation.at("/security/0/token").forEach(scope -> said.add(scope.asText()));
        said.remove("own-partner");
        assertThat(said).as(name).isEqualTo(allowed.contains("anyone") ? Set.of() : allowed);
    }

    private static void checkWorkings(Service service, String key) {
        for (String path : List.of("/q/metrics", "/q/openapi", "/q/swagger-ui/")) {
            Set<String> allowed = path.equals("/q/metrics") ? Set.of("metrics", "read") : Set.of("read");
            callOpenly(service, "GET", path).expectProblem(401);
            call(service, "GET", path, token("nobody")).expectProblem(401);
            call(service, "GET", path, key).expectProblem(404);
            for (String scope : SCOPES) {
                call(service, "GET", path, token(scope)).expect(allowed.contains(scope) ? 200 : 403);
            }
        }
        callOpenly(service, "GET", "/q/health/ready").expect(200);
    }

    private static Map<String, JsonNode> operations(JsonNode document) {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (Set.of("get", "post", "put", "patch", "delete").contains(method.getKey())) {
                        operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue());
                    }
                }));
        return operations;
    }

    private static Map<String, Set<String>> table(String rows) {
        return rows.lines()
                .map(row -> row.split(" +"))
                .collect(Collectors.toMap(
                        row -> row[0] + " " + row[1],
                        row -> Set.of(Arrays.copyOfRange(row, 2, row.length)),
                        (one, other) -> {
                            throw new AssertionError("two rows of one operation");
                        },
                        TreeMap::new));
    }

    private static String register(Service service) {
        byte[] body = "{\"name\":\"Other\",\"webhook_url\":\"http://127.0.0.1:9/\"}".getBytes(UTF_8);
        return service.send(
                        "POST", "/partners/register", "application/json", body, "Authorization", "Bearer " + OPERATOR)
                .expect(201)
                .at("/api_key");
    }

    private static Answer callOpenly(Service service, String method, String path) {
        return service.send(method, path, "application/json", body(method));
    }

    private static Answer call(Service service, String method, String path, String token) {
        return service.send(method, path, "application/json", body(method), "Authorization", "Bearer " + token);
    }

    private static byte[] body(String method) {
        return method.equals("GET") || method.equals("DELETE") ? new byte[0] : "{}".getBytes(UTF_8);
    }

    private static String tokens() {
        return SCOPES.stream()
                .map(scope -> "only-" + scope + ":" + scope + ":" + sha256(token(scope)))
                .collect(Collectors.joining(","));
    }

    private static String token(String scope) {
        return "cmt_" + (scope + "-".repeat(43)).substring(0, 43);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
