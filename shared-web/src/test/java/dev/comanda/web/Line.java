package dev.comanda.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** One connection that a test writes to at its own pace, from an address of its choice. */
public final class Line implements AutoCloseable {
    private final Socket socket = new Socket();
    private final StringBuilder answer = new StringBuilder();

    private Line() {}

    public static Line open(URI server) throws IOException {
        return openFrom("127.0.0.1", server);
    }

    /** @param address one of this machine, such as {@code 127.0.0.2} */
    public static Line openFrom(String address, URI server) throws IOException {
        Line line = new Line();
        line.socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        line.socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.getPort()));
        return line;
    }

    /** Line feeds are sent as CRLF. A connection that the server has closed makes this do nothing. */
    public Line send(String text) throws IOException {
        return send(text.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    public Line send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            // What counts is what the server said before it closed.
        }
        return this;
    }

    /** Waits at most this long for an answer's status, which is 0 if the server closed the connection or said nothing. */
    public int status(Duration patience) throws IOException {
        answer.setLength(0);
        readUntil("\r\n\r\n", patience);
        return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9, 12));
    }

    /** What came by now. */
    public String answer() {
        return answer.toString();
    }

    /** Whether the server closes the connection within this time. */
    public boolean isClosedWithin(Duration patience) throws IOException {
        return readUntil("\0never\0", patience);
    }

    private boolean readUntil(String end, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (answer.indexOf(end) < 0) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return true;
                }
                answer.append((char) next);
            }
            return false;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
