package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as it lies on the wire, with case-insensitive header names, that each test bends in one place. */
@SuppressWarnings("ArrayRecordComponent") // requests are never compared
record Request(Map<String, String> headers, byte[] body) implements SignatureHeaders.Lookup {
    Request {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    static Request signed(Keyring ring, String id, Instant attempt, String body) {
        return new Request(Signer.sign(ring, id, attempt, body.getBytes(UTF_8)), body.getBytes(UTF_8));
    }

    static Request unsigned(String body) {
        return new Request(Map.of(), body.getBytes(UTF_8));
    }

    Request with(String header, String value) {
        Request changed = new Request(headers, body);
        changed.headers.put(header, value);
        return changed;
    }

    Request without(String... names) {
        Request changed = new Request(headers, body);
        for (String name : names) {
            changed.headers.remove(name);
        }
        return changed;
    }

    /** Signed by the X-* headers alone, as a partner of the first generation does. */
    Request withoutStandardHeaders() {
        return without("webhook-id", "webhook-timestamp", "webhook-signature");
    }

    Request withBody(String other) {
        return new Request(headers, other.getBytes(UTF_8));
    }

    @Override
    public @Nullable String value(String name) {
        return headers.get(name);
    }

    /** The value of a header that is there. */
    String header(String name) {
        return Objects.requireNonNull(headers.get(name), name);
    }

    Verdict verify(Keyring ring, Instant now) {
        return Verifier.verify(ring, this, body, now);
    }
}
