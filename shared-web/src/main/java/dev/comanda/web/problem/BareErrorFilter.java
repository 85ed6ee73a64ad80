package dev.comanda.web.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** Gives a body to errors that reach the wire without passing a mapper, such as a bare status a library returned. */
@Provider
final class BareErrorFilter implements ContainerResponseFilter {
    private static final MediaType PROBLEM = MediaType.valueOf(Problem.MEDIA_TYPE);

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400 && !PROBLEM.equals(response.getMediaType())) {
            response.setEntity(Problem.of(response.getStatus()).json(), null, PROBLEM);
        }
    }
}
