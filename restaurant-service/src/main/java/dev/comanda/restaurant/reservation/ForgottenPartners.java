package dev.comanda.restaurant.reservation;

import dev.comanda.partners.registry.RemovalListener;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** A removed partner is addressed by no reservation: whoever registers under its code later was told of nothing. */
@ApplicationScoped
class ForgottenPartners implements RemovalListener {
    private final Jdbi jdbi;

    ForgottenPartners(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void removed(String partnerId) {
        jdbi.useHandle(db -> db.execute("delete from addressed_partner where partner_id = ?", partnerId));
    }
}
