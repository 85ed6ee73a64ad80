package dev.comanda.marketplace.catalogue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.marketplace.testing.Restaurant;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ServiceResourceTest {
    @Test
    void listsTheDjAtItsPrice() {
        var services = Restaurant.json(given().get("/services")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("services");
        assertThat(services).hasSize(15);
        assertThat(services)
                .filteredOn(service -> service.path("service_name").asText().equals("DJ Profesional"))
                .extracting(Object::toString)
                .containsExactly("{\"service_id\":\"svc-dj-profesional\",\"service_name\":\"DJ Profesional\","
                        + "\"category\":\"dj\",\"price\":250.0,\"currency\":\"USD\","
                        + "\"provider\":{\"name\":\"DJ Sounds Pro\",\"phone\":\"0998765432\"}}");
    }

    @Test
    void writesPricesWithTwoDecimals() {
        assertThat(given().get("/services?category=dj").asString()).contains("\"price\":250.00,", "\"price\":180.00,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fotografia", "Fotografía"})
    void filtersByCategoryWithoutAccentsAndCase(String category) {
        List<String> ids =
                given().queryParam("category", category).get("/services").path("services.service_id");
        assertThat(ids).containsExactly("svc-cabina-fotos", "svc-fotografia-evento");
    }

    @Test
    void anUnknownCategoryIsEmpty() {
        List<String> ids = given().get("/services?category=mariachis")
                .then()
                .statusCode(200)
                .extract()
                .path("services");
        assertThat(ids).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" dj;", "dj'; drop table service", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void aMalformedCategoryIsRefusedByName(String category) {
        var answer = given().queryParam("category", category).get("/services").then();
        answer.statusCode(400).contentType("application/problem+json");
        assertThat(answer.extract().<String>path("field")).isEqualTo("category");
    }
}
