package dev.comanda.payments.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.comanda.payments.money.CurrencyUnit;
import dev.comanda.payments.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what Stripe sends, in whatever release: a field that is missing, or of another type than it was, is not there. */
final class StripeJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** The end of the year 9999: what comes after is no time, and no database takes it. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** More than Stripe ever charges, and far from where sums overflow. */
    private static final long LARGEST_AMOUNT = 1_000_000_000_000_000L;

    private StripeJson() {}

    /** The object that {@code text} is; empty when it is anything else. */
    static Optional<ObjectNode> object(@Nullable String text) {
        try {
            return text != null && JSON.readTree(text) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A text with something in it. U+0000 is in none of Stripe's, and no database takes it. */
    static @Nullable String text(JsonNode object, String field) {
        String text = object.path(field).textValue();
        return text == null || text.isBlank() || text.indexOf('\0') >= 0 ? null : text;
    }

    /** The first of the fields that is a text, else {@code otherwise}. */
    static String first(String otherwise, JsonNode object, String... fields) {
        return Stream.of(fields)
                .flatMap(field -> Stream.ofNullable(text(object, field)))
                .findFirst()
                .orElse(otherwise);
    }

    /** The object's own id. */
    static @Nullable String id(JsonNode object) {
        return idOrNull(text(object, "id"));
    }

    /** The id in a field, or of the object in it: Stripe puts the whole object there when asked to expand it. */
    static @Nullable String id(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isObject() ? id(value) : idOrNull(text(object, field));
    }

    private static @Nullable String idOrNull(@Nullable String text) {
        return text != null && ID.matcher(text).matches() ? text : null;
    }

    static @Nullable Instant time(JsonNode object, String field) {
        JsonNode seconds = object.path(field);
        return seconds.isIntegralNumber()
                        && seconds.canConvertToLong()
                        && seconds.longValue() >= 0
                        && seconds.longValue() <= LAST_SECOND
                ? Instant.ofEpochSecond(seconds.longValue())
                : null;
    }

    /** The object's currency in capital letters. */
    static @Nullable String currency(JsonNode object) {
        String currency = text(object, "currency");
        return currency == null ? null : currency.toUpperCase(Locale.ROOT);
    }

    /**
     * An amount of the object's currency in the ledger's units; 0 when it is not there. Of a currency or with decimals that
     * we do not know it is what cannot be mistaken for what was asked: the whole units, rounded down.
     */
    static long amount(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            return 0;
        }
        long amount = Math.min(value.longValue(), LARGEST_AMOUNT);
        return Optional.ofNullable(currency(object))
                .flatMap(CurrencyUnit::of)
                .map(currency -> inLedgerUnits(amount, currency))
                .orElse(amount);
    }

    private static long inLedgerUnits(long amount, CurrencyUnit currency) {
        try {
            return Money.ofStripeUnits(amount, currency).minor();
        } catch (Money.NotMoney e) {
            return BigDecimal.valueOf(amount, currency.stripeDigits() - currency.digits())
                    .setScale(0, RoundingMode.DOWN)
                    .longValue();
        }
    }
}
