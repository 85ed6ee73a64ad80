package dev.comanda.partners.registry;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** The one answer that shows the two secrets of a new partner. */
record Registered(@JsonUnwrapped PartnerView partner, String sharedSecret, String apiKey) {
    @Override
    public String toString() {
        return "Registered[" + partner.partnerId() + "]";
    }
}
