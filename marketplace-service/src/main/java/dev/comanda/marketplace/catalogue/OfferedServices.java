package dev.comanda.marketplace.catalogue;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class OfferedServices implements PanacheRepositoryBase<OfferedService, String> {
    List<OfferedService> sorted() {
        return listAll(Sort.by("category").and("serviceName"));
    }
}
