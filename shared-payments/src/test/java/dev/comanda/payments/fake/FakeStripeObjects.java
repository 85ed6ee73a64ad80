package dev.comanda.payments.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects of an account at Stripe, and the events that were told of them. */
abstract class FakeStripeObjects {
    private final InstantSource clock;
    private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
    private final List<ObjectNode> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<ObjectNode>> listeners = new CopyOnWriteArrayList<>();
    private int made;

    FakeStripeObjects(InstantSource clock) {
        this.clock = clock;
    }

    /** The object with that id, as it is now; changing it changes the account. */
    public synchronized ObjectNode object(String id) {
        return Objects.requireNonNull(objects.get(id), () -> "no " + id);
    }

    public synchronized boolean has(String id) {
        return objects.containsKey(id);
    }

    /** A copy of the object with the named references ({@code payment_intent.latest_charge}) replaced by what they name. */
    public synchronized ObjectNode expanded(String id, String path) {
        ObjectNode copy = object(id).deepCopy();
        int dot = path.indexOf('.');
        String field = dot < 0 ? path : path.substring(0, dot);
        if (copy.path(field).isTextual()) {
            String inner = copy.path(field).textValue();
            copy.set(field, dot < 0 ? object(inner).deepCopy() : expanded(inner, path.substring(dot + 1)));
        }
        return copy;
    }

    /** All of a kind that fit, newest first. */
    public synchronized List<ObjectNode> all(String kind, Predicate<ObjectNode> fits) {
        return objects.values().stream()
                .filter(object -> kind.equals(object.path("object").textValue()))
                .filter(fits)
                .map(ObjectNode::deepCopy)
                .toList()
                .reversed();
    }

    /** Every event so far, oldest first, as the newest release of Stripe's API writes it. */
    public List<ObjectNode> events() {
        return List.copyOf(events);
    }

    /** Tells of every event from now on. */
    public void onEvent(Consumer<ObjectNode> listener) {
        listeners.add(listener);
    }

    /** Adds an event about an object of the test's own making, such as a subscription. */
    public synchronized ObjectNode emit(String type, ObjectNode object) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "evt_" + (events.size() + 1)).put("object", "event").put("type", type);
        event.put("api_version", "2026-07-29.dahlia").put("livemode", false);
        event.put("created", clock.instant().getEpochSecond());
        event.putObject("data").set("object", object.deepCopy().without("intent_form"));
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
        return event;
    }

    /** The body of the event as that release of Stripe's API writes it now; see {@link StripeReleases#ALL}. */
    public byte[] render(ObjectNode event, String release) {
        String charge = event.path("data").path("object").path("id").asText();
        List<ObjectNode> refunds =
                all("refund", refund -> charge.equals(refund.path("charge").textValue()));
        return StripeReleases.render(event, release, refunds).toString().getBytes(StandardCharsets.UTF_8);
    }

    final Instant now() {
        return clock.instant();
    }

    final @Nullable ObjectNode find(String id) {
        return objects.get(id);
    }

    final ObjectNode newObject(String prefix, String kind) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String id = prefix + (prefix.equals("cs") ? "_test_" : "_") + "fake" + ++made;
        object.put("id", id).put("object", kind).put("livemode", false);
        object.put("created", clock.instant().getEpochSecond());
        objects.put(id, object);
        return object;
    }

    static void metadata(ObjectNode object, Map<String, String> form, String parameter) {
        ObjectNode metadata = object.putObject("metadata");
        form.forEach((name, value) -> {
            if (name.startsWith(parameter + "[")) {
                metadata.put(name.substring(parameter.length() + 1, name.length() - 1), value);
            }
        });
    }

    static String id(ObjectNode object) {
        return object.path("id").textValue();
    }

    /** For a list: the page after {@code startingAfter}, and whether there is more. */
    static List<ObjectNode> after(List<ObjectNode> all, String startingAfter) {
        List<ObjectNode> rest = new ArrayList<>(all);
        while (!startingAfter.isEmpty() && !rest.isEmpty()) {
            if (id(rest.removeFirst()).equals(startingAfter)) {
                break;
            }
        }
        return rest;
    }
}
