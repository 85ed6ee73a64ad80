package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** Takes commands of one line on standard input and answers each with a line of JSON. Ends with its input. */
final class Commands {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Commands() {}

    /** What a command does; its answer is written as JSON. */
    interface Command {
        Object run(String[] words) throws Exception;
    }

    static void serve(Command command) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            print(command.run(line.split(" ")));
        }
    }

    private static void print(Object answer) throws IOException {
        System.out.println(JSON.writeValueAsString(answer));
        System.out.flush();
    }
}
