package dev.comanda.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference itself: the machine's python3 reads and prints the same documents, a good part of them broken. Wherever
 * Python is laxer than the protocol the script says so; in everything else both must agree on what is refused, too.
 */
class CanonicalJsonAgainstPythonTest {
    private static final int DOCUMENTS = 40_000;
    private static final String REFUSED = "refused";
    private static final String SCRIPT = """
            import base64, json, math, sys

            def once(pairs):
                if len(dict(pairs)) != len(pairs): raise ValueError("a key twice")
                return dict(pairs)

            def refuse(constant):
                raise ValueError(constant)

            def bounded(read):
                def number(token):
                    if len(token) > 1000: raise ValueError("long")
                    value = read(token)
                    if value in (math.inf, -math.inf): raise ValueError("beyond a double")
                    return value
                return number

            for line in sys.stdin:
                try:
                    payload = json.loads(base64.b64decode(line).decode("utf-8"), object_pairs_hook=once,
                                         parse_constant=refuse, parse_int=bounded(int), parse_float=bounded(float))
                    print(json.dumps(payload, separators=(",", ":"), sort_keys=True))
                except ValueError:
                    print("refused")
            """;

    @TempDir
    private Path folder;

    @Test
    void bothPrintTheSameBytesAndRefuseTheSameDocuments() throws IOException, InterruptedException {
        assumeTrue(pythonIsThere(), "SKIPPED: no python3 on the PATH to compare with");
        HardDocuments documents = new HardDocuments(20_260_201);
        List<byte[]> sent = new ArrayList<>();
        Path input = folder.resolve("documents");
        try (BufferedWriter lines = Files.newBufferedWriter(input)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                byte[] document = i % 4 == 0 ? documents.nextBroken() : documents.next();
                sent.add(document);
                lines.write(Base64.getEncoder().encodeToString(document));
                lines.write('\n');
            }
        }
        List<String> expected = printedByPython(input);

        assertThat(expected).hasSize(DOCUMENTS);
        int refused = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] document = sent.get(i);
            assertThat(canonical(document))
                    .as(() -> "document in base64: " + Base64.getEncoder().encodeToString(document))
                    .isEqualTo(expected.get(i));
            refused += expected.get(i).equals(REFUSED) ? 1 : 0;
        }
        assertThat(refused).as("some, and not too many, are refused").isBetween(1_000, DOCUMENTS / 2);
    }

    private static String canonical(byte[] document) {
        try {
            return new String(CanonicalJson.of(document), US_ASCII);
        } catch (NotCanonicalizable _) {
            return REFUSED;
        }
    }

    private List<String> printedByPython(Path input) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("canonical.py"), SCRIPT);
        Path output = folder.resolve("printed");
        Process python = new ProcessBuilder("python3", script.toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(python.waitFor()).isZero();
        return Files.readAllLines(output, US_ASCII);
    }

    private static boolean pythonIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import json").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
