package dev.comanda.web.access;

import dev.comanda.web.connection.RequestHead;
import dev.comanda.web.problem.ProblemException;
import dev.comanda.web.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Makes the answer of each request that may not pass, and counts and logs it: {@code comanda.access.refused} by reason, and
 * at most ten lines a minute for each reason, without the token. A flood of requests is no flood of lines, and a flood of one
 * kind hides no other.
 */
@Singleton
class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int LINES = 10;
    private static final int REASONS = 10;

    private final MeterRegistry metrics;
    private final FailedTokens failures;
    private final RecentCounts lines;

    Refusals(MeterRegistry metrics, FailedTokens failures, InstantSource clock) {
        this.metrics = metrics;
        this.failures = failures;
        this.lines = new RecentCounts(clock, Duration.ofMinutes(1), REASONS);
    }

    /** 401: nothing was shown. */
    ProblemException noToken(RoutingContext request) {
        note(request, "no_token");
        return ProblemException.of(ProblemType.UNAUTHORIZED, "This path needs a token: Authorization: Bearer.");
    }

    /** 401: what was shown is nobody's. 429 when this source has shown too many of that kind. */
    ProblemException wrongToken(RoutingContext request) {
        String source = RequestHead.address(request.request());
        return failures.blocked(source)
                .map(wait -> {
                    note(request, "blocked");
                    return ProblemException.tooManyRequests("Too many wrong tokens came from this address.", wait);
                })
                .orElseGet(() -> {
                    note(request, "wrong_token");
                    failures.count(source);
                    return ProblemException.of(ProblemType.UNAUTHORIZED, "The token is not valid.");
                });
    }

    /** 403: a token without any of these scopes. */
    ProblemException noScope(RoutingContext request, List<String> scopes) {
        note(request, "no_scope");
        if (scopes.isEmpty()) {
            return ProblemException.of(ProblemType.FORBIDDEN, "Nobody may call this path.");
        }
        return ProblemException.of(
                ProblemType.FORBIDDEN,
                "This needs a token with the scope " + String.join(" or ", scopes) + ".",
                Map.of("scope", String.join(" ", scopes)));
    }

    /** 404 as for a path that does not exist: a partner on what is not its own. */
    ProblemException notOwn(RoutingContext request) {
        note(request, "not_own");
        return ProblemException.of(ProblemType.NOT_FOUND, "There is nothing at this path.");
    }

    private void note(RoutingContext request, String reason) {
        metrics.counter("comanda.access.refused", "reason", reason).increment();
        lines.add(reason);
        int line = lines.of(reason).map(RecentCounts.Count::times).orElse(1);
        if (line <= LINES) {
            LOG.infof(
                    "refused (%s): %s %s from %s%s",
                    reason,
                    request.request().method(),
                    shortened(request.normalizedPath()),
                    RequestHead.address(request.request()),
                    line == LINES ? "; further ones of this minute are only counted" : "");
        }
    }

    /** A stranger wrote it. */
    private static String shortened(String path) {
        String visible = path.replaceAll("[^!-~]", "?");
        return visible.length() <= 100 ? visible : visible.substring(0, 100) + "...";
    }
}
