/** One shape for every error: RFC 9457 problem details. */
@NullMarked
package dev.comanda.web.problem;

import org.jspecify.annotations.NullMarked;
