package dev.comanda.web.webhook;

import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two kinds of webhooks: letters, which need a stamp, and parcels. Both are answered with their number of bytes. */
final class Letters {
    private Letters() {}

    @ApplicationScoped
    static class LetterDoor implements WebhookDoor {
        private final List<Long> tooLarge = new CopyOnWriteArrayList<>();

        List<Long> tooLarge() {
            return tooLarge;
        }

        @Override
        public String path() {
            return "/letters/";
        }

        @Override
        public void checkHeaders(RoutingContext context) {
            if (!context.request().headers().contains("Stamp")) {
                throw ProblemException.of(ProblemType.UNAUTHORIZED, "There is no stamp.");
            }
        }

        @Override
        public void tooLarge(RoutingContext context, long bytes) {
            tooLarge.add(bytes);
        }
    }

    @ApplicationScoped
    static class ParcelDoor implements WebhookDoor {
        @Override
        public String path() {
            return "/parcels/";
        }

        @Override
        public void checkHeaders(RoutingContext context) {}

        @Override
        public void tooLarge(RoutingContext context, long bytes) {}
    }

    @Path("/")
    @PermitAll
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    public static class Resource {
        @POST
        @Path("letters/in")
        public int letter(byte[] body) {
            return body.length;
        }

        @POST
        @Path("parcels/in")
        public int parcel(byte[] body) {
            return body.length;
        }
    }
}
