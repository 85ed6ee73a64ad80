package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a service answered. */
record Answer(int status, String contentType, String body) {
    /** Keeps 250.00 apart from 250.0. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new AssertionError("Not JSON: " + this, notJson);
        }
    }

    /** The text at a JSON pointer such as {@code /services/0/provider/name}; empty if there is none. */
    String at(String pointer) {
        return json().at(pointer).asText();
    }

    Answer expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** A refusal as every caller may rely on: a 4xx problem that tells nothing about the inside. */
    Answer expectProblem(int expected) {
        expect(expected);
        assertThat(contentType).isEqualTo("application/problem+json");
        assertThat(at("/type")).startsWith("urn:comanda:problem:");
        assertThat(at("/status")).isEqualTo(String.valueOf(expected));
        assertThat(body).doesNotContain("Exception", "java.", "dev.comanda", "SELECT", "<html");
        return this;
    }
}
