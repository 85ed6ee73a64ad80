package dev.comanda.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/** Requests no HTTP client would send: bytes out, bytes back, over a socket of their own. */
public final class Wire {
    private static final int PATIENCE_MILLIS = 10_000;

    private Wire() {}

    /** What came back, status line first; each request here says {@code Connection: close}. */
    public static Answer send(URI server, byte[]... parts) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                for (byte[] part : parts) {
                    socket.getOutputStream().write(part);
                }
            } catch (SocketException refusedBeforeTheEnd) {
                // The answer is what counts, and it may come before the body is through.
            }
            return new Answer(drain(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] ascii(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    private static String drain(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketException reset) {
            // Closed with the rest of our body unread.
        }
        return all.toString(ISO_8859_1);
    }

    /** A whole answer as text. */
    public record Answer(String text) {
        public int status() {
            return text.isEmpty() ? 0 : Integer.parseInt(text.substring(9, 12));
        }

        public boolean isProblem() {
            return text.toLowerCase(java.util.Locale.ROOT).contains("content-type: application/problem+json")
                    && text.contains("\"status\":" + status());
        }
    }
}
