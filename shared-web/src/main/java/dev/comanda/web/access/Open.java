package dev.comanda.web.access;

import java.lang.annotation.*;

/** tmp. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Open {}
