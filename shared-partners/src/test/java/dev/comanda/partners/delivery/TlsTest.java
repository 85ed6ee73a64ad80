package dev.comanda.partners.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.partners.RawServer;
import dev.comanda.partners.target.Targets;
import dev.comanda.partners.target.VettedTargets;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to a checked address, but the certificate must be the host's, from somebody this JVM trusts. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> serverNames = new CopyOnWriteArrayList<>();
    private RawServer server;

    @BeforeAll
    static void makeTheCertificate() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=shop.example",
                "-ext",
                "SAN=dns:shop.example");
    }

    @BeforeEach
    void serveAsShopExample() throws Exception {
        SSLServerSocket socket = (SSLServerSocket)
                context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        server = new RawServer(socket, peer -> {
            ((ExtendedSSLSession) ((SSLSocket) peer.socket()).getSession())
                    .getRequestedServerNames()
                    .forEach(name ->
                            serverNames.add(new String(name.getEncoded(), java.nio.charset.StandardCharsets.US_ASCII)));
            peer.send("HTTP/1.1 204 No Content\r\n\r\n");
        });
    }

    @AfterEach
    void close() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        server.close();
        vertx.close();
    }

    @Test
    void refusesACertificateOfNobodyItTrusts() {
        assertThat(send("shop.example")).isEqualTo(new Outcome.NoAnswer("tls", "127.0.0.1"));
    }

    @Test
    void namesTheHostAndAcceptsItsCertificateAtTheCheckedAddress() {
        trustTheServer();
        assertThat(send("shop.example")).isInstanceOfSatisfying(Outcome.Answered.class, answer -> {
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.address()).isEqualTo("127.0.0.1");
        });
        assertThat(serverNames).containsExactly("shop.example");
    }

    @Test
    void refusesATrustedCertificateOfAnotherHost() {
        trustTheServer();
        assertThat(send("other.example")).isEqualTo(new Outcome.NoAnswer("tls", "127.0.0.1"));
    }

    private Outcome send(String host) {
        WebhookSender sender = new WebhookSender(
                vertx,
                new VettedTargets(Targets.policy(
                        List.of("127.0.0.0/8"), _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")})),
                new WebhookSenderTest.Settings(),
                InstantSource.system());
        try {
            return sender.send(
                    "beta", "https://" + host + ":" + server.port() + "/hooks", Map.of(), new byte[] {'{', '}'});
        } finally {
            sender.close();
        }
    }

    private void trustTheServer() {
        System.setProperty("javax.net.ssl.trustStore", folder.resolve("keys").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    private SSLContext context() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore", folder.resolve("keys").toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
