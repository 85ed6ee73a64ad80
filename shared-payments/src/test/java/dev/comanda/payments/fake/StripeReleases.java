package dev.comanda.payments.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the releases of Stripe's API write the same event. */
public final class StripeReleases {
    /** Dated, named, one that is not out yet, null ({@code ""}), and none given at all ({@code -}). */
    public static final List<String> ALL = List.of(
            "2024-06-20",
            "2024-09-30.acacia",
            "2025-03-31.basil",
            "2025-09-30.clover",
            "2026-07-29.dahlia",
            "2027-01-27.endive",
            "",
            "-");

    private static final Set<String> BEFORE_BASIL = Set.of("2024-06-20", "2024-09-30.acacia");

    private StripeReleases() {}

    /**
     * The event as {@code release} writes it.
     *
     * @param refunds those of the charge that the event may be about
     */
    static ObjectNode render(ObjectNode event, String release, List<ObjectNode> refunds) {
        ObjectNode rendered = event.deepCopy();
        switch (release) {
            case "" -> rendered.putNull("api_version");
            case "-" -> rendered.remove("api_version");
            default -> rendered.put("api_version", release);
        }
        ObjectNode object = (ObjectNode) rendered.path("data").path("object");
        if (BEFORE_BASIL.contains(release)) {
            asBeforeBasil(object, refunds);
        }
        if (release.endsWith("endive")) {
            object.put("something_new", true).putObject("something_else").put("id", "new_1");
        }
        return rendered;
    }

    private static void asBeforeBasil(ObjectNode object, List<ObjectNode> refunds) {
        switch (object.path("object").textValue()) {
            case "charge" -> {
                ObjectNode list = object.putObject("refunds").put("object", "list");
                list.putArray("data").addAll(refunds);
            }
            case "subscription" -> {
                ObjectNode item = (ObjectNode) object.path("items").path("data").path(0);
                move(item, "current_period_start", object);
                move(item, "current_period_end", object);
            }
            case "invoice" -> {
                move((ObjectNode) object.path("parent").path("subscription_details"), "subscription", object);
                object.remove("parent");
                JsonNode payment = object.path("payments").path("data").path(0).path("payment");
                if (payment.isObject()) {
                    move((ObjectNode) payment, "payment_intent", object);
                    object.remove("payments");
                }
            }
            default -> {}
        }
    }

    private static void move(ObjectNode from, String field, ObjectNode to) {
        @Nullable JsonNode value = from.remove(field);
        if (value != null) {
            to.set(field, value);
        }
    }
}
