/** What every durable queue here needs: a wake-up after commit, a worker loop, and SQL that joins the transaction. */
@NullMarked
package dev.comanda.database.queue;

import org.jspecify.annotations.NullMarked;
