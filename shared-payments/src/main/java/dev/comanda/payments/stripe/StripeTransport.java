package dev.comanda.payments.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries the library's requests. The library's own way, HttpURLConnection, sends a POST again by itself when the
 * connection breaks, cannot tell a connection that was never made from an answer that never came, and lets a body trickle
 * in for ever.
 */
final class StripeTransport extends com.stripe.net.HttpClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http;
    private final Duration timeout;

    /** @param timeout from sending to the last byte of the answer */
    StripeTransport(Duration timeout) {
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(translate(request), BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new StripeResponse(
                    response.statusCode(), HttpHeaders.of(response.headers().map()), response.body());
        } catch (ExecutionException e) {
            throw new ApiConnectionException("no answer", e.getCause());
        } catch (TimeoutException | CancellationException e) {
            throw new ApiConnectionException("no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpRequest translate(StripeRequest request) throws ApiConnectionException {
        try {
            HttpContent content = request.content();
            HttpRequest.Builder translated = HttpRequest.newBuilder(
                            URI.create(request.url().toString()))
                    .method(
                            request.method().name(),
                            content == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofByteArray(content.byteArrayContent()));
            request.headers().map().forEach((name, values) -> values.forEach(v -> translated.header(name, v)));
            if (content != null) {
                translated.setHeader("Content-Type", content.contentType());
            }
            return translated.build();
        } catch (IllegalArgumentException e) {
            throw new ApiConnectionException("no request", new IOException(e));
        }
    }
}
