/** What the description of the API says beyond what the code says by itself. */
@NullMarked
package dev.comanda.web.openapi;

import org.jspecify.annotations.NullMarked;
