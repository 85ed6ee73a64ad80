package dev.comanda.web.json;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Makes JSON the form of every record that no {@code @Produces} speaks for, such as one inside a {@code Response}. Left to
 * negotiation, an Accept that asks for XML would get the record's {@code toString}, and one that cannot be parsed a 500
 * after the work is done.
 */
@Provider
final class JsonAnswerFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getMediaType() == null && response.getEntity() instanceof Record record) {
            response.setEntity(record, response.getEntityAnnotations(), MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
