package dev.comanda.web.problem;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which methods a path takes, for the Allow header that a 405 must carry (RFC 9110, section 15.5.6): the framework leaves
 * it out. Read once from the annotations of all resources.
 */
@Singleton
class AllowedMethods {
    private final List<Endpoint> endpoints;

    AllowedMethods(BeanManager beans) {
        endpoints = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(AllowedMethods::endpointsOf)
                .toList();
    }

    /** Sorted, with what is answered without being written: HEAD for GET, and OPTIONS. */
    SortedSet<String> at(String path) {
        SortedSet<String> methods = new TreeSet<>();
        endpoints.stream()
                .filter(endpoint -> endpoint.path().matcher(slashed(path)).matches())
                .forEach(endpoint -> methods.add(endpoint.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static Stream<Endpoint> endpointsOf(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .map(type -> type.getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .map(verb -> new Endpoint(verb.value(), pattern(base, pathOf(method)))));
    }

    private static String pathOf(Method method) {
        @Nullable Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static Pattern pattern(String base, String rest) {
        String template = slashed(base) + slashed(rest);
        return Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+"));
    }

    private static String slashed(String path) {
        String trimmed = path.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? "" : "/" + trimmed;
    }

    private record Endpoint(String method, Pattern path) {}
}
