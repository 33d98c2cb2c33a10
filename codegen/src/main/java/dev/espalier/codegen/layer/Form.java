package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.ActivationSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of a layer's result nests is made: for training or for inference, and what becomes of the result.
 *
 * @param role such as {@code forward}
 * @param training whether it reads the training slab, else the inference slab
 * @param output the layout of what is written
 * @param result the name of the value that is written
 * @param activation applied while the result is in a register, or null
 */
record Form(
    Wiring wiring, String role, boolean training, Layout output, String result, ActivationSpec activation) {

  /** In a training step. A value before the activation that must be kept is written instead of the result. */
  static Form training(Layer layer, Wiring wiring) {
    if (layer.keepsPreActivation(wiring.activation())) {
      return new Form(wiring, "forward", true, wiring.output().halo(0, 0), wiring.pre(), null);
    }
    return new Form(wiring, "forward", true, wiring.output(), wiring.name(), fused(wiring));
  }

  /** In a frozen network. */
  static Form inference(Wiring wiring, String role) {
    Wiring frozen = wiring.frozen();
    return new Form(frozen, role, false, frozen.inferenceOutput(), frozen.name(), fused(frozen));
  }

  /** The same, of a sum that is not complete. */
  Form withoutActivation(String newRole) {
    return new Form(wiring, newRole, training, output, result, null);
  }

  /** The same into another value. */
  Form into(String value, Layout layout) {
    return new Form(wiring, role, training, layout, value, activation);
  }

  /** The activation where it is applied while results are in registers; null where a kernel of its own follows. */
  private static ActivationSpec fused(Wiring wiring) {
    return followsInPlace(wiring) ? null : wiring.activation();
  }

  /** Whether the activation is applied to the stored result, by a kernel of its own. */
  static boolean followsInPlace(Wiring wiring) {
    return wiring.weights() != null && !Activations.fits(wiring.activation());
  }

  /** The layout of an input. */
  Layout input(int index) {
    Wiring.Source source = wiring.inputs().get(index);
    return training ? source.training() : source.inference();
  }

  /** The statements that apply the activation to a result and store it. */
  List<Stmt> store(Local result, Buffer to, Affine at) {
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.store(to, at, Activations.apply(activation, result, block)));
    return block;
  }

  /** Declares the buffer that is written. */
  Buffer declareResult(CallBuilder call) {
    return call.laned("y", Access.WRITE, new Operand.Value(result));
  }

  /** The formula of what is written, given that of the result before the activation. */
  String formula(String left, String result) {
    return left + " = " + Activations.text(activation, result);
  }

  /** What is written, in the network's names. */
  String purpose(String of) {
    return result + " = " + Activations.text(activation, of);
  }
}
