@NullMarked
package dev.comanda.web.problem;

import org.jspecify.annotations.NullMarked;
