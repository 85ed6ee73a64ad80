package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An endpoint that takes a JSON object, with one example of every field: enough to derive what it must refuse. */
record Endpoint(Service service, String method, String path, boolean emptyAllowed, List<Field> fields) {
    enum Kind {
        /** Any text. */
        TEXT,
        /** Text of which only some is allowed: an id, an address. */
        CHOICE,
        DATE,
        TIME,
        GUESTS,
        LIST
    }

    record Field(String name, Kind kind, String example, boolean required) {}

    /** A request that must be answered with this status. */
    record Bad(String name, int status, Supplier<Answer> request) {
        Answer send() {
            return request.get();
        }
    }

    static Endpoint of(Service service, String method, String path) {
        return new Endpoint(service, method, path, false, List.of());
    }

    Endpoint field(String name, Kind kind, String example, boolean required) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, kind, example, required));
        return new Endpoint(service, method, path, emptyAllowed, more);
    }

    Endpoint without(String name) {
        return withFields(fields.stream().filter(field -> !field.name.equals(name)));
    }

    Endpoint optional() {
        return withFields(fields.stream().map(field -> new Field(field.name, field.kind, field.example, false)));
    }

    Endpoint at(String otherMethod, String otherPath) {
        return new Endpoint(service, otherMethod, otherPath, emptyAllowed, fields);
    }

    Endpoint on(Service other) {
        return new Endpoint(other, method, path, emptyAllowed, fields);
    }

    Endpoint mayBeEmpty() {
        return new Endpoint(service, method, path, true, fields);
    }

    private Endpoint withFields(Stream<Field> others) {
        return new Endpoint(service, method, path, emptyAllowed, others.toList());
    }

    Stream<String> fields(Kind kind) {
        return fields.stream().filter(field -> field.kind == kind).map(Field::name);
    }

    String example() {
        return json(fields);
    }

    /** The example with another value, given as JSON, for one field. */
    String with(String name, String value) {
        return json(fields.stream()
                .map(field -> field.name.equals(name) ? new Field(name, field.kind, value, true) : field)
                .toList());
    }

    private static String json(List<Field> fields) {
        return fields.stream()
                .map(field -> "\"" + field.name + "\":" + field.example)
                .collect(Collectors.joining(",", "{", "}"));
    }

    List<Bad> badRequests() {
        List<Bad> bad = new ArrayList<>();
        if (!emptyAllowed) {
            bad.add(bad("an empty body", 400, ""));
        }
        bad.add(bad("null", 400, "null"));
        bad.add(bad("a list", 400, "[]"));
        bad.add(bad("a text", 400, "\"x\""));
        bad.add(bad("a number", 400, "3"));
        bad.add(bad("half an object", 400, example().substring(0, example().length() - 1)));
        bad.add(bad("two objects", 400, example() + example()));
        bad.add(bad("an unknown field", 400, example().replaceFirst("\\{", "{\"surprise\":1,")));
        bad.add(bad(
                "deep nesting",
                400,
                example().replaceFirst("\\{", "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + ",")));
        bad.add(bad("two megabytes", 413, example() + " ".repeat(2 << 20)));
        bad.add(bad("a byte order mark", 400, "\uFEFF" + example()));
        bad.add(bad("UTF-16", 400, "application/json", example(), UTF_16));
        bad.add(bad("plain text", 415, "text/plain", example(), UTF_8));
        bad.add(bad("a form", 415, "application/x-www-form-urlencoded", example(), UTF_8));
        bad.add(new Bad(title("invalid UTF-8"), 400, () -> send("application/json", invalidUtf8())));
        for (Field field : fields) {
            String name = field.name;
            bad.add(bad(
                    name + " twice", 400, example().replaceFirst("\\{", "{\"" + name + "\":" + field.example + ",")));
            if (field.required) {
                bad.add(bad(name + " missing", 400, without(name).example()));
                bad.add(bad(name + " null", 400, with(name, "null")));
            }
            for (String value : wrongValues(field.kind)) {
                bad.add(bad(name + " " + abbreviated(value), 400, with(name, value)));
            }
        }
        return bad;
    }

    private static List<String> wrongValues(Kind kind) {
        List<String> wrong = new ArrayList<>(List.of("{}", "true", "3.7"));
        switch (kind) {
            case TEXT ->
                wrong.addAll(List.of(
                        "7",
                        "[]",
                        "\"\"",
                        "\"a\\u0000b\"",
                        "\"\\ud800\"",
                        "\"a\\nb\"",
                        "\"" + "x".repeat(5000) + "\""));
            case CHOICE ->
                wrong.addAll(List.of("7", "[]", "\"\"", "\"../x\"", "\"' OR 1=1 --\"", "\"<b>x</b>\"", "\"\\u0000\""));
            case DATE ->
                wrong.addAll(
                        List.of("20260215", "[2026,2,15]", "\"2026-02-30\"", "\"2026-13-01\"", "\"tomorrow\"", "\"\""));
            case TIME -> wrong.addAll(List.of("19", "[19,0]", "\"25:00\"", "\"19:60\"", "\"7pm\"", "\"\""));
            case GUESTS ->
                wrong.addAll(List.of("-1", "0", "\"50\"", "1000000000", "99999999999999999999", "1e400", "50.0", "[]"));
            case LIST ->
                wrong.addAll(List.of(
                        "\"dj\"", "[7]", "[null]", "[[\"dj\"]]", "[\"a\\u0000b\"]", "[\"" + "x".repeat(5000) + "\"]"));
        }
        return wrong;
    }

    private byte[] invalidUtf8() {
        byte[] bytes = example().getBytes(UTF_8);
        bytes[bytes.length / 2] = (byte) 0xC3;
        return bytes;
    }

    private Bad bad(String what, int status, String body) {
        return bad(what, status, "application/json", body, UTF_8);
    }

    private Bad bad(String what, int status, String contentType, String body, Charset charset) {
        return new Bad(title(what), status, () -> send(contentType, body.getBytes(charset)));
    }

    private Answer send(String contentType, byte[] body) {
        return service.send(method, path, contentType, body);
    }

    String title(String what) {
        return method + " " + path.replaceAll("bk[A-Za-z0-9_-]*", "{id}") + ": " + what;
    }

    private static String abbreviated(String value) {
        return value.length() > 30 ? value.substring(0, 30) + "..." : value;
    }
}
