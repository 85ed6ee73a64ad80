package dev.comanda.web.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/1.1 connection whose client does not complete what it has to send. While the server works on an answer
 * there is no deadline. Stands between the HTTP codec and Vert.x, so it sees messages and no bytes.
 */
final class RequestDeadlines extends ChannelDuplexHandler {
    /** After an answer to a request that is still being sent. Closed sooner, the client could lose the answer. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ConnectionConfig config;
    private boolean receiving;
    private int unanswered;
    private @Nullable ScheduledFuture<?> deadline;

    RequestDeadlines(ConnectionConfig config) {
        this.config = config;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        closeAfter(context, config.firstRequest());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        cancel();
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            receiving = true;
            unanswered++;
            closeAfter(context, config.body());
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
            closeWhenDue(context);
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            unanswered--;
            closeWhenDue(context);
        }
        super.write(context, message, promise);
    }

    /** 100 Continue is a whole response message and no answer. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void closeWhenDue(ChannelHandlerContext context) {
        if (receiving) {
            closeAfter(context, LINGER);
        } else if (unanswered > 0) {
            cancel();
        } else {
            closeAfter(context, config.nextRequest());
        }
    }

    private void closeAfter(ChannelHandlerContext context, Duration time) {
        cancel();
        deadline = context.executor().schedule(() -> close(context), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
