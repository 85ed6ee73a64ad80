package dev.comanda.web.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.web.Line;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HungUpTest {
    private final List<LogRecord> log = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI server;

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
        Logger.getLogger("dev.comanda.web").setLevel(Level.FINE);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(listener);
        Logger.getLogger("dev.comanda.web").setLevel(null);
    }

    @Test
    void aClientThatHangsUpInTheMiddleOfItsBodyIsOneLineAtDebug() throws Exception {
        try (Line line = Line.open(server)) {
            line.send("POST /samples/raw HTTP/1.1\nHost: localhost\nContent-Length: 900\n\nhalf");
            Thread.sleep(300); // so that the resource is reading when the connection goes
        }
        for (int i = 0; i < 100 && log.stream().noneMatch(HungUpTest::isTheLine); i++) {
            Thread.sleep(50);
        }
        assertThat(log).anyMatch(HungUpTest::isTheLine);
        assertThat(log).noneMatch(line -> line.getLevel().intValue() > Level.INFO.intValue());
        assertThat(log).noneMatch(line -> line.getThrown() != null);
    }

    @Test
    void aFaultOfOursIsStillAnErrorWithItsTrace() {
        given().get("/samples/broken").then().statusCode(500);
        assertThat(log)
                .anyMatch(line -> line.getLevel().intValue() > Level.WARNING.intValue() && line.getThrown() != null);
    }

    private static boolean isTheLine(LogRecord line) {
        return line.getLevel().intValue() == Level.FINE.intValue()
                && line.getMessage().contains("The client closed the connection");
    }
}
