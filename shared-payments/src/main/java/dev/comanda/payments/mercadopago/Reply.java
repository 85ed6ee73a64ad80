package dev.comanda.payments.mercadopago;

import com.fasterxml.jackson.databind.JsonNode;
import dev.comanda.payments.port.Remedy;

/** What a call to MercadoPago came to. */
sealed interface Reply {
    /** It did as it was asked. */
    record Done(JsonNode body) implements Reply {}

    /** It will not; {@code status} is 4xx. */
    record Refused(int status, String code, String message) implements Reply {}

    /** It may have. */
    record Unknown(String cause, Remedy remedy) implements Reply {}

    /** It has not. */
    record NotSent(String cause) implements Reply {}
}
