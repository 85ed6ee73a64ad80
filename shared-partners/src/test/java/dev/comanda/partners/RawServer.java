package dev.comanda.partners;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A partner's endpoint down to the bytes: reads one request, then does to the connection whatever a test wants. */
public final class RawServer implements AutoCloseable {
    /** What happens after the first request was read; the connection is closed when it returns. */
    @FunctionalInterface
    public interface Behaviour {
        void toward(Peer peer) throws Exception;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    public RawServer(Behaviour behaviour) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), behaviour);
    }

    public RawServer(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    public String url(String host) {
        return "http://" + host + ":" + port() + "/hooks";
    }

    public int port() {
        return server.getLocalPort();
    }

    public int connections() {
        return sockets.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Peer peer = new Peer(socket, new BufferedInputStream(socket.getInputStream()));
            if (peer.readRequest()) {
                behaviour.toward(peer);
            }
        } catch (Exception gone) {
            // the caller has left, which many a test is about
        }
    }

    /** The other end of one connection. */
    public record Peer(Socket socket, InputStream in) {
        public void send(String latin1) throws IOException {
            socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Closes so that the other side gets a reset instead of an end. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public void waitForTheirEnd() throws IOException {
            while (in.read() >= 0) {}
        }

        /** Head and body of one request; false when the connection ended instead. */
        public boolean readRequest() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                head.append((char) next);
            }
            String length = head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
            in.readNBytes(Integer.parseInt(length));
            return true;
        }
    }
}
