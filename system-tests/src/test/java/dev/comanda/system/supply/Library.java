package dev.comanda.system.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A library that a service contains.
 *
 * @param name its group and artifact, separated by a colon
 */
record Library(String name, String version) {
    /** Reads those of a CycloneDX bill of materials. */
    static List<Library> of(Path billOfMaterials) throws IOException {
        return of(new ObjectMapper().readTree(billOfMaterials.toFile()));
    }

    static List<Library> of(JsonNode bill) {
        return bill.path("components")
                .valueStream()
                .map(part -> new Library(
                        part.path("group").asText() + ":" + part.path("name").asText(),
                        part.path("version").asText()))
                .distinct()
                .toList();
    }
}
