package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Probabilities: {@code exp(x_i) / sum_j exp(x_j)} over a vector. Loss {@link Loss#CROSS_ENTROPY} takes the softmax of
 * the output itself, so that a network with it ends in the logits, without this layer.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Softmax {}
