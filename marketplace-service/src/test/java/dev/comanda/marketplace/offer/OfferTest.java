package dev.comanda.marketplace.offer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comanda.marketplace.catalogue.ListedService;
import dev.comanda.marketplace.catalogue.Provider;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferTest {
    private static final List<ListedService> CATALOGUE = List.of(
            service("Mesa de Bocaditos", "catering"),
            service("Decoración Floral", "decoracion"),
            service("DJ con Karaoke", "dj"),
            service("DJ Profesional", "dj"),
            service("Fotografía de Evento", "fotografia"));

    @Test
    void whatWasAskedForComesFirstInTheOrderItWasAskedFor() {
        assertThat(offered("fotografia", "dj"))
                .containsExactly(
                        "Fotografía de Evento!",
                        "DJ con Karaoke!",
                        "DJ Profesional!",
                        "Mesa de Bocaditos",
                        "Decoración Floral");
    }

    @Test
    void categoriesAndNamesMatchWithoutAccentsAndCase() {
        assertThat(offered(" DECORACIÓN ", "dj profesional"))
                .containsExactly(
                        "Decoración Floral!",
                        "DJ Profesional!",
                        "Mesa de Bocaditos",
                        "DJ con Karaoke",
                        "Fotografía de Evento");
    }

    @Test
    void aServiceAskedForTwiceIsOfferedOnce() {
        assertThat(offered("DJ Profesional", "dj", "DJ"))
                .containsExactly(
                        "DJ Profesional!",
                        "DJ con Karaoke!",
                        "Mesa de Bocaditos",
                        "Decoración Floral",
                        "Fotografía de Evento");
    }

    @Test
    void whatNobodyOffersChangesNothing() {
        assertThat(offered("mariachis", ""))
                .containsExactly(
                        "Mesa de Bocaditos",
                        "Decoración Floral",
                        "DJ con Karaoke",
                        "DJ Profesional",
                        "Fotografía de Evento");
    }

    private static List<String> offered(String... requested) {
        return Offer.inOrder(CATALOGUE, List.of(requested)).stream()
                .map(offer -> offer.service().serviceName() + (offer.requested() ? "!" : ""))
                .toList();
    }

    private static ListedService service(String name, String category) {
        return new ListedService(
                "svc-" + name, name, category, new BigDecimal("100.00"), "USD", new Provider("Ana", "0991111111"));
    }
}
