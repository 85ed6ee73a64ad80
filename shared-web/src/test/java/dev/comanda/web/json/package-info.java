@NullMarked
package dev.comanda.web.json;

import org.jspecify.annotations.NullMarked;
