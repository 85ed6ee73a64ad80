package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command that makes a token, as a person types it. */
final class TokenCommandTest {
    @Test
    void printsATokenAndTheDigestOfIt() throws Exception {
        Run run = run("prometheus", "--scopes", "metrics,read");

        assertThat(run.status()).as(run.printed()).isZero();
        String token = run.line(1);
        assertThat(token).matches("cmt_[A-Za-z0-9_-]{43}");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        assertThat(run.line(3))
                .isEqualTo("prometheus:metrics+read:" + HexFormat.of().formatHex(digest));
        assertThat(run("prometheus", "--scopes", "metrics,read").line(1)).isNotEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prometheus                        | token takes a name and scopes
            prometheus --scopes               | token takes a name and scopes
            prometheus --scopes metrics more  | token takes a name and scopes
            --scopes metrics prometheus       | token takes a name and scopes
            prometheus --scopes metric        | there is no scope 'metric'; the scopes are metrics, read
            prometheus --scopes metrics,,read | there is no scope ''
            prometheus --scopes *             | there is no scope '*'
            Prometheus --scopes metrics       | a name is 1 to 40 of a-z, 0-9, _ and -
            a:b --scopes metrics              | a name is 1 to 40 of a-z, 0-9, _ and -
            operator --scopes metrics         | the name operator is reserved
            """)
    void saysWhatIsWrongAndMakesNoToken(String arguments, String message) throws Exception {
        Run run = run(arguments.split(" "));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.printed()).startsWith("comanda: " + message).doesNotContain("cmt_");
    }

    private record Run(int status, String printed) {
        String line(int number) {
            return printed.lines().toList().get(number).strip();
        }
    }

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("..", "comanda").toRealPath().toString(), "token"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), printed);
    }
}
