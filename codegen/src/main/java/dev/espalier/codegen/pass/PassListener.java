package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ModelSpec;

/** Watches the passes: to print the model between them, or to time them. */
@FunctionalInterface
public interface PassListener {

  /** Hears nothing. */
  PassListener NONE = (pass, model, nanos) -> {};

  /** After a pass. */
  void after(Pass pass, ModelSpec model, long nanos);
}
