package dev.comanda.partners;

import static dev.comanda.partners.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of a call to an endpoint that does not behave: all of them are called at once, the deadline is 6 s. */
@QuarkusTest
class MisbehavingEndpointsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Inject
    Engine engine;

    private final Map<String, RawServer> servers = new LinkedHashMap<>();

    @AfterEach
    void removeThem() {
        servers.forEach((name, server) -> {
            engine.tidy(name);
            server.close();
        });
    }

    @Test
    void eachLeavesExactlyOneKindOfTrace() throws IOException {
        serve("drips-headers", peer -> drip(peer, OK));
        serve("drips-body", peer -> {
            peer.send(OK + "Content-Length: 100\r\n\r\n");
            drip(peer, "x".repeat(100));
        });
        serve("never-ends", peer -> {
            peer.send(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            peer.waitForTheirEnd();
        });
        serve("says-nothing", RawServer.Peer::waitForTheirEnd);
        serve("too-late", peer -> {
            Thread.sleep(7_000);
            peer.send(OK + "Content-Length: 0\r\n\r\n");
        });
        serve("resets", RawServer.Peer::reset);
        serve("resets-in-body", peer -> {
            peer.send(OK + "Content-Length: 100\r\n\r\nhalf");
            peer.reset();
        });
        serve("closes-in-body", peer -> peer.send(OK + "Content-Length: 100\r\n\r\nhalf"));
        serve("closes", peer -> {});
        serve("garbage", peer -> peer.send("\u0001\u0002 what is this?\r\n\r\n"));
        serve("huge-header", peer -> peer.send(OK + "X: " + "x".repeat(20_000) + "\r\nContent-Length: 0\r\n\r\n"));
        serve(
                "redirects",
                peer -> peer.send(
                        "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"));
        serve("sends-much", peer -> {
            peer.send(OK + "Content-Length: 102400\r\n\r\n" + "y".repeat(102_400));
        });
        serve("sends-for-ever", peer -> {
            peer.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 100_000; i++) {
                peer.send("400\r\n" + "z".repeat(1024) + "\r\n");
            }
        });
        serve("no-text", peer -> peer.send("HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\n\u0000\u00ff\u0000a"));
        serve("until-close", peer -> peer.send("HTTP/1.1 200 OK\r\n\r\nall of it"));
        Senders.register("refuses", "http://127.0.0.1:" + freePort() + "/");
        Senders.register(
                "only-ipv4",
                serve("", peer -> peer.send(OK + "Content-Length: 0\r\n\r\n")).url("localhost"));

        for (String name : servers.keySet()) {
            engine.tell(name, "m-" + name);
        }
        engine.tell("refuses", "m-refuses");
        engine.tell("only-ipv4", "m-localhost");

        expect("drips-headers", null, "timeout", "127.0.0.1", "");
        expect("drips-body", null, "timeout", "127.0.0.1", "");
        expect("never-ends", null, "timeout", "127.0.0.1", "");
        expect("says-nothing", null, "timeout", "127.0.0.1", "");
        expect("too-late", null, "timeout", "127.0.0.1", "");
        expect("resets", null, "no answer", "127.0.0.1", "");
        expect("resets-in-body", null, "answer cut off", "127.0.0.1", "");
        expect("closes-in-body", null, "answer cut off", "127.0.0.1", "");
        expect("closes", null, "no answer", "127.0.0.1", "");
        expect("garbage", null, "no answer", "127.0.0.1", "");
        expect("huge-header", null, "no answer", "127.0.0.1", "");
        expect("redirects", 302, null, "127.0.0.1", "");
        expect("sends-much", 200, null, "127.0.0.1", "y".repeat(4096));
        expect("sends-for-ever", 200, null, "127.0.0.1", "z".repeat(4096));
        expect("no-text", 500, null, "127.0.0.1", "\u0000\ufffd\u0000a");
        expect("until-close", 200, null, "127.0.0.1", "all of it");
        expect("refuses", null, "unreachable", "127.0.0.1", "");
        expect("only-ipv4", 200, null, "127.0.0.1", "");
        for (String name : new String[] {"drips-headers", "drips-body", "never-ends", "too-late"}) {
            assertThat((Integer) Engine.attempts(name).getFirst().get("duration_ms"))
                    .as(name)
                    .isBetween(5_900, 9_000);
        }
        engine.tidy("refuses", "only-ipv4");
    }

    /** A new connection for each webhook would cost both sides more than the webhook. */
    @Test
    void oneAfterTheOtherTravelsOnOneConnection() throws IOException {
        RawServer server = serve("keeps-alive", peer -> {
            do {
                peer.send(OK + "Content-Length: 2\r\n\r\nok");
            } while (peer.readRequest());
        });
        for (int i = 1; i <= 5; i++) {
            int delivered = i;
            engine.tell("keeps-alive", "alive-" + i);
            await(() -> engine.status("keeps-alive", "delivered") == delivered);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    private void expect(String name, @Nullable Integer status, @Nullable String error, String address, String answer) {
        await(() -> !Engine.attempts(name).isEmpty());
        Map<String, Object> first = Engine.attempts(name).getFirst();
        assertThat(first.get("status")).as(name).isEqualTo(status);
        assertThat(first.get("error")).as(name).isEqualTo(error);
        assertThat(first.get("address")).as(name).isEqualTo(address);
        assertThat(first.get("answer")).as(name).isEqualTo(answer);
    }

    /** An empty name: the caller registers the server itself. */
    private RawServer serve(String name, RawServer.Behaviour behaviour) throws IOException {
        RawServer server = new RawServer(behaviour);
        if (!name.isEmpty()) {
            servers.put(name, server);
            Senders.register(name, server.url("127.0.0.1"));
        }
        return server;
    }

    private static void drip(RawServer.Peer peer, String text) throws Exception {
        for (int i = 0; i < text.length(); i++) {
            peer.send(text.substring(i, i + 1));
            Thread.sleep(1_000);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
