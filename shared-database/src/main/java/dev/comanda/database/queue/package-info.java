/** What every durable queue here needs: wake-up, worker loop, backoff. */
@NullMarked
package dev.comanda.database.queue;

import org.jspecify.annotations.NullMarked;
