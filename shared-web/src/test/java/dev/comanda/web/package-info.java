/** A small application that puts every part of this module on a real wire. */
@NullMarked
package dev.comanda.web;

import org.jspecify.annotations.NullMarked;
