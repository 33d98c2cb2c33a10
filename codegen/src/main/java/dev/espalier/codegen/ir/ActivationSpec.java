package dev.espalier.codegen.ir;

import dev.espalier.dsl.Activation;

/**
 * An activation as declared.
 *
 * @param slope LEAKY_RELU's slope below 0; ignored by the others
 */
public record ActivationSpec(Activation kind, double slope, SourceRef source) {

  /** Whether its derivative can be told from its result, so that the value before it need not be kept. */
  public boolean derivativeFromResult() {
    return switch (kind) {
      case RELU, LEAKY_RELU, TANH, SIGMOID -> true;
      case GELU, SILU -> false;
    };
  }
}
