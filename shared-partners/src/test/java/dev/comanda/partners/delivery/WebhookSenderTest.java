package dev.comanda.partners.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.RawServer;
import dev.comanda.partners.target.Resolver;
import dev.comanda.partners.target.Targets;
import dev.comanda.partners.target.VettedTargets;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which address a call goes to. */
class WebhookSenderTest {
    private final Vertx vertx = Vertx.vertx();
    private RawServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new RawServer(peer -> peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close();
    }

    @Test
    void whereOnlyTheSecondAddressListensItIsTheOneCalled() {
        assertThat(send(_ -> addresses("127.0.0.2", "127.0.0.1")))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answer -> assertThat(answer.address()).isEqualTo("127.0.0.1"));
        assertThat(send(_ -> addresses("127.0.0.2", "127.0.0.3")))
                .isEqualTo(new Outcome.NoAnswer("unreachable", "127.0.0.3"));
    }

    /** Nobody can tell whether a request that was sent arrived, so it is never sent to a second address. */
    @Test
    void afterAConnectionThereIsNoSecondAddress() throws IOException {
        try (RawServer resets = new RawServer(RawServer.Peer::reset)) {
            assertThat(send(resets.port(), _ -> addresses("127.0.0.1", "127.0.0.2")))
                    .isEqualTo(new Outcome.NoAnswer("no answer", "127.0.0.1"));
            assertThat(resets.connections()).isEqualTo(1);
        }
    }

    @Test
    void aNameThatAnswersDifferentlyTheSecondTimeIsCalledWhereItWasChecked() {
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1"));
        Resolver rebinding = _ -> addresses(answers.removeFirst());
        assertThat(send(rebinding)).isInstanceOf(Outcome.Answered.class);
        assertThat(answers).as("one lookup").hasSize(1);
        assertThat(send(rebinding)).isInstanceOf(Outcome.Forbidden.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    private Outcome send(Resolver resolver) {
        return send(server.port(), resolver);
    }

    private Outcome send(int port, Resolver resolver) {
        WebhookSender sender = new WebhookSender(
                vertx,
                new VettedTargets(Targets.policy(List.of("127.0.0.0/8"), resolver)),
                new Settings(),
                InstantSource.system());
        try {
            return sender.send("beta", "http://shop.example:" + port + "/hooks", Map.of(), new byte[] {'{', '}'});
        } finally {
            sender.close();
        }
    }

    private static InetAddress[] addresses(String... literals) {
        return java.util.Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    /** One call at a time, ten seconds each. */
    record Settings() implements DeliveryConfig {
        @Override
        public List<String> schedule() {
            return List.of("1s");
        }

        @Override
        public Duration deadline() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int slots() {
            return 1;
        }

        @Override
        public Duration poll() {
            return Duration.ofSeconds(1);
        }
    }
}
