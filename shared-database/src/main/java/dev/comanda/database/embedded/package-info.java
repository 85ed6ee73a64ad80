/** PostgreSQL started with the service that uses it. */
@NullMarked
package dev.comanda.database.embedded;

import org.jspecify.annotations.NullMarked;
