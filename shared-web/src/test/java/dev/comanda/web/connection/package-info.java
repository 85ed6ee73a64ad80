@NullMarked
package dev.comanda.web.connection;

import org.jspecify.annotations.NullMarked;
