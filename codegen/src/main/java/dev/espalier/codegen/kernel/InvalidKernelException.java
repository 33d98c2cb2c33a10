package dev.espalier.codegen.kernel;

/** A kernel or its schedule breaks a rule of the loop-nest IR; the message names the kernel, the place and the rule. */
public final class InvalidKernelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidKernelException(String message) {
    super(message);
  }
}
