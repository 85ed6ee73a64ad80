package dev.comanda.payments.payment;

import dev.comanda.payments.variant.Variants;
import dev.comanda.web.access.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** Which accounts there are, without their keys. */
@Path("/payments/variants")
@RolesAllowed({Scope.READ, Scope.PAYMENTS})
@RunOnVirtualThread
public class VariantResource {
    private final Variants variants;

    VariantResource(Variants variants) {
        this.variants = variants;
    }

    @GET
    public VariantList list() {
        return new VariantList(variants.all().stream()
                .map(variant -> new VariantView(
                        variant.name(),
                        variant.account().provider(),
                        variants.defaultName().filter(variant.name()::equals).isPresent(),
                        variant.account().notificationUrl()))
                .toList());
    }

    record VariantList(List<VariantView> variants) {}

    /** @param webhookUrl what to enter as the endpoint at the provider's */
    record VariantView(String variant, String provider, boolean isDefault, String webhookUrl) {}
}
