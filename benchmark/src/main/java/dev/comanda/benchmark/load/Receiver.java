package dev.comanda.benchmark.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The partners' endpoints, on one thread: it answers at once, counts, and notes the time. Calls to {@code /slow} are
 * answered after ten seconds and counted apart.
 */
final class Receiver implements Runnable, AutoCloseable {
    private static final Duration SLOWNESS = Duration.ofSeconds(10);
    private static final byte[] RESERVATION = "\"reservation_id\":\"".getBytes(ISO_8859_1);
    private static final byte[] SLOW = "post /slow ".getBytes(ISO_8859_1);

    private final ByteBuffer answer =
            ByteBuffer.wrap("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
    private final Arrivals arrivals = new Arrivals();
    private final Queue<Connection> slow = new ArrayDeque<>();
    private final Selector selector;
    private final ServerSocketChannel server;

    Receiver() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() {
        return server.socket().getLocalPort();
    }

    Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void run() {
        try {
            while (server.isOpen()) {
                selector.select(this::serve, slow.isEmpty() ? 0 : 10);
                answerSlow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = server.accept();
                if (accepted != null) {
                    Connection.of(accepted, selector);
                }
            } else {
                receive((Connection) key.attachment());
            }
        } catch (IOException callerIsGone) {
            key.cancel();
        }
    }

    private void receive(Connection connection) throws IOException {
        if (!connection.read()) {
            slow.remove(connection);
            connection.close();
            return;
        }
        for (int length = connection.message(); length >= 0; length = connection.message()) {
            byte[] call = connection.arrived();
            if (HttpMessage.find(SLOW, call, 0, SLOW.length) == 0) {
                arrivals.slow();
                connection.sentAt = System.nanoTime();
                slow.add(connection);
            } else {
                arrivals.add(numberOfReservation(call, length), Load.clock());
                connection.write(answer.rewind());
            }
            connection.drop(length);
        }
    }

    private void answerSlow() throws IOException {
        for (Connection first = slow.peek();
                first != null && System.nanoTime() - first.sentAt >= SLOWNESS.toNanos();
                first = slow.peek()) {
            slow.remove();
            first.write(answer.rewind());
        }
    }

    /** The digits that end the reservation's id, or -1. */
    private static int numberOfReservation(byte[] call, int length) {
        int at = HttpMessage.find(RESERVATION, call, 0, length);
        if (at < 0) {
            return -1;
        }
        int number = 0;
        for (int i = at + RESERVATION.length; i < length && call[i] != '"'; i++) {
            number = call[i] >= '0' && call[i] <= '9' ? number * 10 + (call[i] - '0') : 0;
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
