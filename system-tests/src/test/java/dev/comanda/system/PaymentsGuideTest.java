package dev.comanda.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the page on payments, typed one after the other: each is answered as it is printed. */
@Timeout(180)
final class PaymentsGuideTest {
    /** Different each time, or by whether a webhook or an answer came first: the example shows only that they are there. */
    private static final Pattern VARIES = Pattern.compile("id|at|\\w+_(id|at)|source|state_before");

    private static final String PRINTED_URL = "http://localhost:8010";

    private static Service marketplace;

    @TempDir
    private static Path folder;

    private String payment = "";

    @BeforeAll
    static void open() throws IOException {
        marketplace = new Service("marketplace-service", "payments-guide", folder).quickToStart();
        marketplace.launch();
        marketplace.awaitReady();
    }

    @AfterAll
    static void close() {
        marketplace.close();
    }

    @Test
    void everyExampleIsAnsweredAsItIsPrinted() throws IOException {
        List<Guide.Example> examples = Guide.read("docs/payments.md").examples();
        assertThat(examples).hasSize(27);
        for (Guide.Example example : examples) {
            Answer expected = new Answer(example.status(), "", here(example.answer()));
            Answer[] last = new Answer[1];
            // A person reads between two commands; here a command that comes too early is typed again.
            boolean shown = Await.soon(() -> {
                last[0] = type(here(example.command()));
                return last[0].status() == expected.status() && shows(last[0].json(), expected.json());
            });
            assertThat(shown).as("%s%s", example.command(), last[0]).isTrue();
            payment = last[0].json().path("payment_id").asText(payment);
        }
    }

    private static String here(String printed) {
        return printed.replace(PRINTED_URL, marketplace.url(""));
    }

    private Answer type(String command) {
        String script = "payment='" + payment + "'\ncurl() { command curl -w '\\n%{http_code}' \"$@\"; }\n" + command;
        try {
            String printed = Program.run("bash", "-euo", "pipefail", "-c", script);
            int end = printed.lastIndexOf('\n');
            return new Answer(Integer.parseInt(printed.substring(end + 1)), "", printed.substring(0, end));
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Every field and every entry that is printed is there; there may be more. */
    private static boolean shows(JsonNode answer, JsonNode printed) {
        if (printed.isObject()) {
            return printed.propertyStream().allMatch(field -> showsField(answer, field));
        }
        if (printed.isArray() && !printed.isEmpty()) {
            return printed.valueStream().allMatch(entry -> answer.valueStream().anyMatch(one -> shows(one, entry)));
        }
        return answer.equals(printed);
    }

    private static boolean showsField(JsonNode answer, Map.Entry<String, JsonNode> printed) {
        JsonNode value = answer.path(printed.getKey());
        return VARIES.matcher(printed.getKey()).matches()
                ? value.getNodeType() == printed.getValue().getNodeType()
                : shows(value, printed.getValue());
    }
}
