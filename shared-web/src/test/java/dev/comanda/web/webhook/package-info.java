@NullMarked
package dev.comanda.web.webhook;

import org.jspecify.annotations.NullMarked;
