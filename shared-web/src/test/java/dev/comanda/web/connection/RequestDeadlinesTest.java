package dev.comanda.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deadlines by a clock that the test moves: first request 10 s, next 30 s, body 20 s. */
class RequestDeadlinesTest {
    private final EmbeddedChannel connection = new EmbeddedChannel();

    RequestDeadlinesTest() {
        connection.freezeTime();
        connection.pipeline().addLast(new RequestDeadlines(new Fixed()));
    }

    @Test
    void aConnectionWithoutARequestIsClosedAfterTenSeconds() {
        assertClosesAfter(10);
    }

    @Test
    void aBodyThatKeepsComingIsEndedAfterTwentySeconds() {
        begin();
        for (int second = 0; second < 19; second++) {
            connection.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
            pass(1);
            assertThat(connection.isOpen()).isTrue();
        }
        connection.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[1])));
        assertClosesAfter(1);
    }

    @Test
    void anAnswerMayTakeAsLongAsItNeeds() {
        begin();
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(3_600);
        assertThat(connection.isOpen()).isTrue();
        answer(HttpResponseStatus.OK);
        assertClosesAfter(30);
    }

    @Test
    void aRequestThatIsAnsweredBeforeItsEndHasASecondLeft() {
        begin();
        answer(HttpResponseStatus.CONTINUE);
        pass(15);
        assertThat(connection.isOpen()).isTrue();
        answer(HttpResponseStatus.UNAUTHORIZED);
        assertClosesAfter(1);
    }

    @Test
    void requestsSentBehindOneAnotherAreAllAnswered() {
        begin();
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        begin();
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
        answer(HttpResponseStatus.OK);
        pass(3_600);
        assertThat(connection.isOpen()).isTrue();
        answer(HttpResponseStatus.OK);
        assertClosesAfter(30);
    }

    private void begin() {
        connection.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    }

    private void answer(HttpResponseStatus status) {
        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    private void assertClosesAfter(long seconds) {
        connection.advanceTimeBy(seconds * 1_000 - 1, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isTrue();
        connection.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isFalse();
    }

    private void pass(long seconds) {
        connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
    }

    private record Fixed() implements ConnectionConfig {
        @Override
        public int total() {
            return 1;
        }

        @Override
        public int perSource() {
            return 1;
        }

        @Override
        public List<String> exempt() {
            return List.of();
        }

        @Override
        public Duration firstRequest() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration nextRequest() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration body() {
            return Duration.ofSeconds(20);
        }
    }
}
