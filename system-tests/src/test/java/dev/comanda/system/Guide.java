package dev.comanda.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the documentation, read for the commands and programs it prints. */
record Guide(String text) {
    static Guide read(String path) throws IOException {
        return new Guide(Files.readString(Path.of("..", path)));
    }

    /** Writes the program printed under this file name into the folder. */
    Path program(String fileName, Path folder) throws IOException {
        List<String> blocks = blocks("```\\w+ " + Pattern.quote(fileName) + "\n");
        if (blocks.size() != 1) {
            throw new AssertionError(fileName + " is printed " + blocks.size() + " times");
        }
        return Files.writeString(folder.resolve(fileName), blocks.getFirst());
    }

    /** The shell commands marked as steps of the journey, in order. */
    List<String> journey() {
        return blocks("<!-- journey -->\n```sh\n");
    }

    /** The commands whose answers are printed, in order. */
    List<Example> examples() {
        return Pattern.compile("<!-- answers (\\d{3}) -->\n```sh\n(.*?)```\n\n```json\n(.*?)```\n", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(found -> new Example(Integer.parseInt(found.group(1)), found.group(2), found.group(3)))
                .toList();
    }

    /** A command to type, the status it is answered with, and what the answer shows. */
    record Example(int status, String command, String answer) {}

    private List<String> blocks(String opening) {
        return Pattern.compile(opening + "(.*?)```\n", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
