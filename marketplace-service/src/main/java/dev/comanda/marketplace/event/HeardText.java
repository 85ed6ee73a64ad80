package dev.comanda.marketplace.event;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Text from a partner that a text column can hold. It is checked at receipt because the sender can mend it then; found
 * while handling, the event would be tried in vain until it is dead.
 */
@Pattern(regexp = "[^\\x00\\p{Cs}]{0,500}") @ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@interface HeardText {
    String message() default "must be text of at most 500 characters without U+0000 or lone surrogates";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
