package dev.comanda.partners.notice;

import dev.comanda.web.text.LogText;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells each partner that is due, in a transaction of its own. */
@ApplicationScoped
class NoticeWorker {
    private static final Logger LOG = Logger.getLogger(NoticeWorker.class);

    private final Notices notices;
    private final MultiGauge unreachable;

    NoticeWorker(Notices notices, MeterRegistry metrics) {
        this.notices = notices;
        this.unreachable = MultiGauge.builder("comanda.partner.unreachable")
                .description("1 while a partner has trouble to be told of and no contact_email")
                .register(metrics);
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        List<String> withoutContact = new ArrayList<>();
        for (String partner : notices.due()) {
            try {
                switch (notices.tell(partner)) {
                    case WRITTEN -> LOG.infof("partner %s is told of its trouble by mail", partner);
                    case NO_CONTACT -> withoutContact.add(partner);
                    case NOT_DUE -> {}
                }
            } catch (RuntimeException e) {
                LOG.warnf("partner %s was not told of its trouble, next try in 30 s: %s", partner, LogText.of(e));
            }
        }
        unreachable.register(
                withoutContact.stream()
                        .map(partner -> MultiGauge.Row.of(Tags.of("partner", partner), 1))
                        .toList(),
                true);
    }
}
