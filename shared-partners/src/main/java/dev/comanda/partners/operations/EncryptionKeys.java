package dev.comanda.partners.operations;

import dev.comanda.database.encryption.Reencryption;
import dev.comanda.database.encryption.SealedColumn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Moves stored values to the current encryption key, and counts the values of each key: an older key may be removed from
 * the configuration once its count is 0.
 */
@ApplicationScoped
class EncryptionKeys {
    private static final Logger LOG = Logger.getLogger(EncryptionKeys.class);

    private final Reencryption reencryption;
    private final MultiGauge values;

    EncryptionKeys(Reencryption reencryption, MeterRegistry metrics) {
        this.reencryption = reencryption;
        this.values = MultiGauge.builder("comanda.encryption.values")
                .description("stored values by the id of the key that encrypted them, as of the last daily count")
                .register(metrics);
    }

    /** Reads each table with encrypted columns once, so it runs once a day; a new key needs a restart anyway. */
    @Scheduled(every = "24h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        reencryption.columns().forEach(this::sweep);
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        reencryption.valuesPerKey().forEach((key, count) -> rows.add(MultiGauge.Row.of(Tags.of("key", key), count)));
        values.register(rows, true);
    }

    private void sweep(SealedColumn column) {
        int blocks = reencryption.blocks(column);
        int moved = 0;
        for (int block = 0; block < blocks; block++) {
            moved += reencryption.sweep(column, block);
        }
        if (moved > 0) {
            LOG.infof("%s.%s: %d values encrypted with the current key", column.table(), column.column(), moved);
        }
    }
}
