@NullMarked
package dev.comanda.web.text;

import org.jspecify.annotations.NullMarked;
