@NullMarked
package dev.comanda.web.access;

import org.jspecify.annotations.NullMarked;
