/** Text that a stranger wrote, made safe for the place where it is shown. */
@NullMarked
package dev.comanda.web.text;

import org.jspecify.annotations.NullMarked;
