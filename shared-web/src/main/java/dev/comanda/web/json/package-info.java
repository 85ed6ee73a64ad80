/** API bodies read strictly: every doubt is a 400 that names the field. */
@NullMarked
package dev.comanda.web.json;

import org.jspecify.annotations.NullMarked;
