/** What the services are made of, compared with the library versions that have known holes. */
@NullMarked
package dev.comanda.system.supply;

import org.jspecify.annotations.NullMarked;
