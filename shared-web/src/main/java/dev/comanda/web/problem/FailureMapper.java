package dev.comanda.web.problem;

import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.vertx.core.http.HttpServerResponse;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever a resource throws into a problem. Refusals say what is wrong; our own faults say nothing but an id, under
 * which the log has everything, once.
 */
public final class FailureMapper {
    private static final Logger LOG = Logger.getLogger(FailureMapper.class);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);
    private static final List<String> KEPT = List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE);

    private final AllowedMethods allowed;

    FailureMapper(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    /** Listed by type because the nearest mapper wins, and the framework has its own for some of these. */
    @ServerExceptionMapper({Throwable.class, WebApplicationException.class, ValidationException.class})
    Response answer(Throwable failure, UriInfo uri, HttpServerResponse response) {
        return switch (failure) {
            case ProblemException refusal -> refused(refusal);
            // A parameter type that refuses its text is wrapped by the framework in a 404 of its own.
            case WebApplicationException wrapped
            when wrapped.getCause() instanceof ProblemException refusal -> refused(refusal);
            case NotAllowedException method -> notAllowed(uri.getPath());
            case WebApplicationException plain -> plain(plain.getResponse());
            case ResteasyReactiveViolationException invalid
            when concernsParameters(invalid) -> refused(firstOf(invalid));
            case Throwable closed when HungUp.isReasonOf(closed, response) -> hungUp(closed);
            case Throwable trouble when DatabaseTrouble.isIn(trouble) -> unavailable(trouble);
            case Throwable fault -> internal(fault);
        };
    }

    /** The answer of a refusal, for a mapper of another package. */
    public static Response refused(ProblemException refusal) {
        Response.ResponseBuilder answer = response(Problem.of(refusal));
        refusal.headers().forEach(answer::header);
        return answer.build();
    }

    private static Response plain(Response thrown) {
        if (thrown.getStatus() < 400) {
            return thrown;
        }
        Response.ResponseBuilder answer = response(Problem.of(thrown.getStatus()));
        MultivaluedMap<String, Object> headers = thrown.getHeaders();
        KEPT.forEach(name -> headers.getOrDefault(name, List.of()).forEach(value -> answer.header(name, value)));
        return answer.build();
    }

    private Response notAllowed(String path) {
        return response(Problem.of(ProblemType.METHOD_NOT_ALLOWED.status()))
                .header(HttpHeaders.ALLOW, String.join(", ", allowed.at(path)))
                .build();
    }

    /** Nobody reads this answer. */
    private static Response hungUp(Throwable closed) {
        LOG.debugf("The client closed the connection: %s", closed);
        return response(Problem.of(ProblemType.BAD_REQUEST.status())).build();
    }

    private static Response unavailable(Throwable trouble) {
        LOG.warnf("Answered 503, the database is in trouble: %s", trouble);
        return refused(ProblemException.unavailable("The database cannot be reached; try again.", DATABASE_RETRY));
    }

    private static Response internal(Throwable fault) {
        String errorId = UUID.randomUUID().toString();
        LOG.errorf(fault, "Error %s", errorId);
        return response(Problem.internal(errorId)).build();
    }

    private static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
    }

    private static boolean concernsParameters(ResteasyReactiveViolationException invalid) {
        return invalid.getConstraintViolations().stream()
                .allMatch(violation -> kinds(violation.getPropertyPath()).contains(ElementKind.PARAMETER));
    }

    private static List<ElementKind> kinds(Path path) {
        return nodes(path).map(Path.Node::getKind).toList();
    }

    private static ProblemException firstOf(ResteasyReactiveViolationException invalid) {
        ConstraintViolation<?> first = invalid.getConstraintViolations().stream()
                .min(Comparator.comparing(
                        violation -> violation.getPropertyPath().toString()))
                .orElseThrow();
        String name = nodes(first.getPropertyPath())
                .dropWhile(node -> node.getKind() != ElementKind.PARAMETER)
                .findFirst()
                .map(Path.Node::getName)
                .orElseThrow();
        return ProblemException.invalid(name, name + " " + first.getMessage() + ".");
    }

    private static Stream<Path.Node> nodes(Path path) {
        return StreamSupport.stream(path.spliterator(), false);
    }
}
