/** PostgreSQL started with the service that uses it: durable where a person keeps data, throw-away under tests. */
@NullMarked
package dev.comanda.database.embedded;

import org.jspecify.annotations.NullMarked;
