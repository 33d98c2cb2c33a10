package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.ModelSpec;
import java.util.function.Consumer;

/** One step of the compiler: a model in, a model out. A pass neither prints nor emits. */
public interface Pass {

  /** The pass's name in the printed pipeline and in internal errors, such as {@code InferShapes}. */
  String name();

  /**
   * The model after the pass. When an error was found the result is the model as far as it came, and no later pass may
   * rely on what this one promises.
   *
   * @param findings takes what is wrong with the user's source, warnings and notes included
   */
  ModelSpec apply(ModelSpec model, Consumer<Finding> findings);
}
