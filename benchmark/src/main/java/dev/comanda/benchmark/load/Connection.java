package dev.comanda.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One keep-alive connection, and what has arrived on it. */
final class Connection {
    private final SocketChannel channel;
    private byte[] arrived = new byte[4096];
    private int limit;
    /** Of the request under way. */
    int request = -1;

    long sentAt;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    static Connection to(InetSocketAddress address, Selector selector) throws IOException {
        return of(SocketChannel.open(address), selector);
    }

    static Connection of(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    /** A message is far smaller than the socket's buffer, so this does not wait. */
    void write(ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    /** @return false if the other side has closed the connection */
    boolean read() throws IOException {
        if (limit == arrived.length) {
            arrived = Arrays.copyOf(arrived, limit * 2);
        }
        int read = channel.read(ByteBuffer.wrap(arrived, limit, arrived.length - limit));
        limit += Math.max(read, 0);
        return read >= 0;
    }

    byte[] arrived() {
        return arrived;
    }

    /** How long the first message is that has arrived whole, or -1. */
    int message() {
        return HttpMessage.length(arrived, limit);
    }

    void drop(int length) {
        System.arraycopy(arrived, length, arrived, 0, limit - length);
        limit -= length;
    }

    void close() throws IOException {
        channel.close();
    }
}
