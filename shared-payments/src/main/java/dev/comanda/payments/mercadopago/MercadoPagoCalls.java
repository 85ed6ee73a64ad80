package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.comanda.payments.port.Account;
import dev.comanda.payments.port.GuardedCalls;
import dev.comanda.payments.port.GuardedCalls.Call;
import dev.comanda.payments.port.GuardedCalls.ServerTrouble;
import dev.comanda.payments.port.GuardedCalls.TurnedAway;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Calls MercadoPago and sorts its answers: a JSON document with 2xx or 4xx is one, anything else is trouble. */
final class MercadoPagoCalls {
    private static final URI API = URI.create("https://api.mercadopago.com");
    private static final int LONGEST_ANSWER = 1024 * 1024;
    private static final int LONGEST_MESSAGE = 200;

    private final MercadoPagoApi api;
    private final String bearer;
    private final GuardedCalls calls;

    MercadoPagoCalls(Account account, GuardedCalls calls) {
        this.api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(account.apiBase().orElse(API))
                .connectTimeout(2, TimeUnit.SECONDS)
                .readTimeout(20, TimeUnit.SECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .build(MercadoPagoApi.class);
        this.bearer = "Bearer " + account.secretKey().orElseThrow();
        this.calls = calls;
    }

    /** The one X-Idempotency-Key of an operation. */
    static String key(String operationId) {
        return "comanda-" + operationId;
    }

    /** Makes the call, twice if nobody answers the first time; it is given what authenticates us. */
    Reply make(BiFunction<MercadoPagoApi, String, Response> call) {
        return switch (calls.make(() -> answer(call), Reply.class)) {
            case Call.Answered<Reply>(Reply reply) -> reply;
            case Call.NotSent<Reply>(String cause) -> new Reply.NotSent(cause);
            case Call.Lost<Reply>(String cause, var remedy) -> new Reply.Unknown(cause, remedy);
        };
    }

    private Reply answer(BiFunction<MercadoPagoApi, String, Response> call) throws IOException {
        try (Response response = call.apply(api, bearer)) {
            int status = response.getStatus();
            switch (status) {
                case 401, 403 -> throw new TurnedAway("not_authorized");
                case 409, 423 -> throw new StillAtIt();
                case 429 -> throw new TurnedAway("too_many_calls");
                default -> {}
            }
            if (status < 200 || status >= 500 || status / 100 == 3) {
                throw new ServerTrouble("HTTP " + status);
            }
            Optional<JsonNode> body = body(response);
            if (status / 100 == 4) {
                return refused(status, body);
            }
            return new Reply.Done(body.orElseThrow(() -> new ServerTrouble("no JSON with HTTP " + status)));
        }
    }

    /** An answer that is longer than any payment is cut, and is then no JSON. */
    private static Optional<JsonNode> body(Response response) throws IOException {
        if (!response.hasEntity()) {
            return Optional.empty();
        }
        try (InputStream body = response.readEntity(InputStream.class)) {
            return Json.read(body.readNBytes(LONGEST_ANSWER));
        }
    }

    /** {@code cause} says more than {@code error}; a sentence with a mail address in it is not passed on. */
    private static Reply refused(int status, Optional<JsonNode> body) {
        JsonNode error = body.orElse(MissingNode.getInstance());
        JsonNode cause = error.at("/cause/0");
        String code = Json.id(cause.path("code"));
        String message = Json.text(cause.path("description"), Json.text(error.path("message"), ""));
        return new Reply.Refused(
                status,
                code == null ? Json.text(error.path("error"), "http_" + status) : code,
                message.isBlank() || message.contains("@")
                        ? "MercadoPago refused (HTTP " + status + ")."
                        : message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    }

    /** 409 and 423: the same call, or one about the same payment, is in work. */
    private static final class StillAtIt extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
