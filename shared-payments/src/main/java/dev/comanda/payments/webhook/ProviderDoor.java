package dev.comanda.payments.webhook;

import dev.comanda.web.webhook.WebhookDoor;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;

/** Refuses webhooks of payment providers whose headers alone show that they are not authentic, before their body is read. */
@ApplicationScoped
class ProviderDoor implements WebhookDoor {
    private static final String PATH = "/payments/process/";

    private final ProviderReception reception;

    ProviderDoor(ProviderReception reception) {
        this.reception = reception;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public void checkHeaders(RoutingContext context) {
        String variant = variant(context);
        HttpServerRequest request = context.request();
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>();
        request.headers().forEach(headers::add);
        MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
        new QueryStringDecoder(request.uri())
                .parameters()
                .forEach((name, values) -> query.put(name, List.copyOf(values)));
        reception.checkHeaders(variant, headers, query);
    }

    @Override
    public void tooLarge(RoutingContext context, long bytes) {
        reception.tooLarge(variant(context));
    }

    /** The resource ignores a slash at the end, so this does too. */
    private static String variant(RoutingContext context) {
        String rest = context.normalizedPath().substring(PATH.length());
        return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    }
}
