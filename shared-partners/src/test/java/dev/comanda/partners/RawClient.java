package dev.comanda.partners;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends bytes as they are, well-formed HTTP or not, and reads one answer per request over one connection if it may. */
final class RawClient implements AutoCloseable {
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /** Null when the connection was closed without an answer. */
    @Nullable Answer send(byte[] request) throws IOException {
        Socket open = socket == null || socket.isClosed() ? connect() : socket;
        try {
            open.getOutputStream().write(request);
            open.getOutputStream().flush();
            Answer answer = read();
            if (answer == null || answer.head().contains("connection: close")) {
                open.close();
            }
            return answer;
        } catch (IOException reset) {
            open.close();
            return null;
        }
    }

    static byte[] request(String method, String path, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(body);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        Socket fresh = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        fresh.setSoTimeout(20_000);
        socket = fresh;
        in = new BufferedInputStream(fresh.getInputStream());
        return fresh;
    }

    private @Nullable Answer read() throws IOException {
        InputStream open = in;
        StringBuilder head = new StringBuilder();
        while (open != null && head.indexOf("\r\n\r\n") < 0) {
            int next = open.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        String length = lower.replaceAll("(?s).*\r\ncontent-length: *(\\d+).*", "$1");
        byte[] body = open == null || !length.matches("\\d+") ? new byte[0] : open.readNBytes(Integer.parseInt(length));
        return new Answer(Integer.parseInt(head.substring(9, 12)), lower, new String(body, StandardCharsets.UTF_8));
    }

    /** The head is in lower case. */
    record Answer(int status, String head, String body) {}
}
