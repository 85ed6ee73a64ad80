package dev.comanda.marketplace.catalogue;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What somebody calls a service. Partners write "Fotografía" where the catalogue says "fotografia", so terms are
 * compared without accents, case and surrounding space.
 */
public record Term(String text) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    public Term {
        text = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** True when the service is called so, or is of the category called so. */
    public boolean names(ListedService service) {
        return namesCategory(service) || equals(new Term(service.serviceName()));
    }

    boolean namesCategory(ListedService service) {
        return equals(new Term(service.category()));
    }
}
