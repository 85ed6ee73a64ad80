package dev.comanda.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.Line;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxies of the folder deploy, as they are printed but for names, ports and certificates, in front of a service. */
@Timeout(120)
final class ProxyTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private final Started started = new Started();
    private final int port = Service.freePort();

    @AfterEach
    void stop() throws Exception {
        started.stop();
    }

    @Test
    void nginxHoldsSlowBodiesBackAndNamesTheClient() throws Exception {
        skipWithout("nginx", "-v");
        Service service = service();
        String config = Files.readString(DEPLOY.resolve("nginx.conf"))
                .replace("listen 443 ssl", "listen 127.0.0.1:" + port)
                .replaceAll("(?m)^ *(ssl_|listen \\[).*\n", "")
                .replace("server 127.0.0.1:8002", "server 127.0.0.1:" + portOf(service))
                .replace("http {", "pid " + folder + "/pid;\ndaemon off;\nhttp {\n" + temporaryPaths());
        Path file = Files.writeString(folder.resolve("nginx.conf"), config);
        started.add(Program.start("nginx", "-e", folder + "/error.log", "-c", file.toString()));
        check(service);
    }

    @Test
    void caddyHoldsSlowBodiesBackAndNamesTheClient() throws Exception {
        skipWithout("caddy", "version");
        Service service = service();
        String config = Files.readString(DEPLOY.resolve("Caddyfile"))
                .replaceFirst("(?m)^\\{$", "{\n\tadmin off")
                .replaceFirst("(?m)^restaurant.example \\{", "http://:" + port + " {")
                .replace("127.0.0.1:8002", "127.0.0.1:" + portOf(service));
        if (Program.run("caddy", "version").matches("v?2\\.[0-6]\\..*")) {
            config = config.replaceFirst("(?m)^\t*request_buffers.*", "\tbuffer_requests\n\tmax_buffer_size 1MiB");
        }
        Path file = Files.writeString(folder.resolve("Caddyfile"), config);
        started.add(Program.start(
                "env",
                "XDG_CONFIG_HOME=" + folder,
                "XDG_DATA_HOME=" + folder,
                "caddy",
                "run",
                "--adapter",
                "caddyfile",
                "--config",
                file.toString()));
        check(service);
    }

    private void check(Service service) throws IOException {
        URI proxy = URI.create("http://127.0.0.1:" + port + "/");
        assertThat(Await.soon(() -> answers(proxy))).as("the proxy listens").isTrue();
        String secret = service.send(
                        "POST",
                        "/partners/register",
                        "application/json",
                        """
                        {"name":"Fronted","code":"fronted","webhook_url":"http://127.0.0.1:9/nowhere"}""".getBytes(UTF_8),
                        "Authorization",
                        "Bearer " + TOKEN)
                .expect(201)
                .at("/shared_secret");
        String body = """
                {"data":{},"event_id":"evt_p","event_type":"webhook.test","source":"fronted","timestamp":"%s"}""".formatted(Instant.now());
        String signed = SignedWebhook.of("evt_p", body.getBytes(UTF_8), secret).headers();
        String start = "POST /webhooks/partner/fronted HTTP/1.1\nHost: localhost\nContent-Type: application/json\n";

        try (Line genuine = Line.open(proxy)) {
            genuine.send(start + signed + "Content-Length: " + body.length() + "\n\n" + body);
            assertThat(genuine.status(SOON)).isEqualTo(200);
        }
        // Three seconds for a small body: the service itself would have ended it after two.
        try (Line slow = Line.open(proxy)) {
            slow.send(start + signed + "Content-Length: " + body.length() + "\n\n");
            assertThat(slow.isClosedWithin(Duration.ofSeconds(3))).isFalse();
            assertThat(slow.send(body).status(SOON)).isEqualTo(200);
        }
        try (Line large = Line.open(proxy)) {
            large.send(start + signed + "Content-Length: 1100000\n\n");
            assertThat(large.status(SOON)).isEqualTo(413);
            assertThat(large.answer()).contains("application/problem+json");
        }
        try (Line forged = Line.openFrom("127.0.0.7", proxy)) {
            forged.send(start + signed + "X-Forwarded-For: 203.0.113.9\nForwarded: for=203.0.113.8\n"
                    + "Content-Length: 2\n\n{}");
            assertThat(forged.status(SOON)).isEqualTo(401);
        }
        assertThat(Await.soon(() -> refused(service).at("/refused/0/reason").equals("forged")))
                .isTrue();
        assertThat(refused(service).at("/refused/0/address")).isEqualTo("127.0.0.7");
        assertThat(refused(service).json().at("/refused")).hasSize(1);
    }

    private static Answer refused(Service service) {
        return service.send("GET", "/refused", null, new byte[0], "Authorization", "Bearer " + TOKEN)
                .expect(200);
    }

    private Service service() throws IOException {
        Service service = started.add(new Service("restaurant-service", "proxy", folder)
                .quickToStart()
                .with("COMANDA_ACCESS_LOOPBACK_ONLY", "false")
                .with("COMANDA_ACCESS_OPEN", "false")
                .with("COMANDA_OPERATOR_TOKEN", TOKEN)
                .with("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true")
                .with("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.1"));
        service.launch();
        service.awaitReady();
        return service;
    }

    private static int portOf(Service service) {
        return URI.create(service.url("/")).getPort();
    }

    private static boolean answers(URI proxy) {
        try (Line line = Line.open(proxy)) {
            return line.send("GET /services HTTP/1.1\nHost: localhost\n\n").status(SOON) != 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String temporaryPaths() {
        StringBuilder paths = new StringBuilder();
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            paths.append(kind)
                    .append("_temp_path ")
                    .append(folder)
                    .append("/")
                    .append(kind)
                    .append(";\n");
        }
        return paths.toString();
    }

    /** Says so in one line and skips, where this program is not installed. */
    private static void skipWithout(String program, String version) throws InterruptedException {
        try {
            new ProcessBuilder(program, version)
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            Assumptions.abort("Skipped: " + program + " is not installed");
        }
    }
}
