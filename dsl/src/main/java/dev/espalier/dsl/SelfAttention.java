package dev.espalier.dsl;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Multi-head self-attention over a sequence {@code {tokens, width}}: {@code y = W_o concat_h(softmax(Q_h K_h^T / sqrt(d)) V_h)
 * + b_o} with queries, keys and values of each head from the same tokens (Vaswani et al. 2017, section 3.2). Tokens that
 * are none are attended to by nobody.
 *
 * <p>The compiler makes five layers of it: {@code name.query}, {@code name.key}, {@code name.value} and the projection
 * {@code name}, each a {@link Dense} with weights {@code [width, width]} that takes whatever policies a dense layer
 * takes, and {@code name.heads}, which has no weights. A policy on the method is a policy of all four; with {@link
 * Granularity#HEAD} they lose heads together.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface SelfAttention {

  /** Number of heads; divides the width. */
  int heads();

  /** Whether a token attends to itself and to those before it alone. */
  boolean causal() default false;

  /** Whether queries, values and the projection have biases; one of the keys would change no share of any token. */
  boolean bias() default true;
}
