package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts a learned token before the others: takes a sequence {@code {tokens, width}}, gives {@code {tokens + 1, width}}.
 * {@link ClassFeatures} takes it out again.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface ClsToken {}
