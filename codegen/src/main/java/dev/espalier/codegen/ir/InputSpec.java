package dev.espalier.codegen.ir;

/**
 * An input of the network.
 *
 * @param shape as declared; one extent, the number of tokens, where it holds token ids
 * @param tokens how many token ids it holds at most; 0 where it holds none
 */
public record InputSpec(String name, Shape shape, int tokens, SourceRef source) {

  /** An input of numbers. */
  public InputSpec(String name, Shape shape, SourceRef source) {
    this(name, shape, 0, source);
  }

  /** An input of token ids. */
  public static InputSpec ofTokens(String name, int tokens, SourceRef source) {
    return new InputSpec(name, Shape.of(tokens), tokens, source);
  }

  /** Whether it holds token ids. */
  public boolean isTokens() {
    return tokens != 0;
  }
}
