@NullMarked
package dev.comanda.web.audit;

import org.jspecify.annotations.NullMarked;
