/** The trail of administrative acts: who did what, when, from where, and what it changed. */
@NullMarked
package dev.comanda.web.audit;

import org.jspecify.annotations.NullMarked;
