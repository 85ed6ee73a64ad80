package dev.comanda.web.openapi;

import dev.comanda.web.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Completes the description of the API: every operation may answer with a problem (RFC 9457), and bodies that may be left out
 * are optional.
 */
public final class ApiDescription implements OASFilter {
    private static final String PROBLEM = "Problem";
    private static final String TO_PROBLEM = "#/components/responses/" + PROBLEM;

    /** Schemas of the records that are marked {@link dev.comanda.web.json.OptionalBody}. */
    private static final Set<String> OPTIONAL =
            Set.of("Nothing", "CancelRequest", "Rotation", "KeyRotation", "RefundBody", "Cancellation");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Components components = api.getComponents() == null ? OASFactory.createComponents() : api.getComponents();
        components.addSchema(PROBLEM, problem());
        components.addResponse(
                PROBLEM,
                OASFactory.createAPIResponse()
                        .description("Refused, or not possible now. `detail` says why.")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("#/components/schemas/" + PROBLEM))
                                                .example(example()))));
        api.setComponents(components);
        if (api.getPaths() != null && api.getPaths().getPathItems() != null) {
            api.getPaths()
                    .getPathItems()
                    .values()
                    .forEach(path -> path.getOperations().values().forEach(ApiDescription::complete));
        }
    }

    private static void complete(Operation operation) {
        if (operation.getResponses() != null) {
            for (String status : List.of("400", "401", "403")) {
                if (operation.getResponses().hasAPIResponse(status)) {
                    operation.getResponses().addAPIResponse(status, toProblem());
                }
            }
            operation.getResponses().addAPIResponse("default", toProblem());
        }
        RequestBody body = operation.getRequestBody();
        if (body != null && body.getContent() != null) {
            boolean optional = body.getContent().getMediaTypes().values().stream()
                    .anyMatch(media -> media.getSchema() != null && isOptional(media.getSchema()));
            body.setRequired(!optional);
        }
    }

    private static boolean isOptional(Schema schema) {
        String ref = schema.getRef();
        return ref != null && OPTIONAL.contains(ref.substring(ref.lastIndexOf('/') + 1));
    }

    private static APIResponse toProblem() {
        return OASFactory.createAPIResponse().ref(TO_PROBLEM);
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("What went wrong, as RFC 9457 writes it. Some types have further members.")
                .addProperty("type", text("Names the kind of problem; about:blank where the status says it all."))
                .addProperty("title", text("The kind of problem in words."))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("What is wrong with this request."))
                .addProperty("field", text("The path of the field or the name of the parameter that is wrong."))
                .addProperty("instance", text("Names this occurrence in the log."))
                .required(List.of("type", "title", "status"));
    }

    /** In the order in which a problem is written. */
    private static Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", "urn:comanda:problem:invalid-field");
        example.put("title", "A field is not valid");
        example.put("status", 400);
        example.put("detail", "This field is missing.");
        example.put("field", "event_name");
        return example;
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
