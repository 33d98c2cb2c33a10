package dev.espalier.codegen.emit;

import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.kernel.Arguments;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Interpreter;
import dev.espalier.codegen.testmodel.WideRoutines;
import dev.espalier.runtime.model.LayerParameters;
import dev.espalier.runtime.model.PrunableNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A training step in double precision: every kernel of the model through the interpreter, on the same slab and
 * parameters.
 */
final class ReferenceNetwork {
  private final ModelSpec model;
  private final MemoryPlan plan;
  private final double[] slab;
  private final int base;
  private final int lanes;
  private final Map<String, double[]> weights = new HashMap<>();
  private final Map<String, double[]> biases = new HashMap<>();
  private final Map<String, double[]> weightGradients = new HashMap<>();
  private final Map<String, double[]> biasGradients = new HashMap<>();

  ReferenceNetwork(ModelSpec model, PrunableNetwork network, double[] slab, int base, int lanes) {
    this.model = model;
    this.plan = model.training();
    this.slab = slab;
    this.base = base;
    this.lanes = lanes;
    for (LayerParameters layer : network.layers()) {
      String name = layer.info().name();
      if (layer.weight() != null) {
        weights.put(name, Arguments.widened(layer.weight().values()));
        weightGradients.put(name, new double[layer.weight().size()]);
      }
      if (layer.bias() != null) {
        biases.put(name, Arguments.widened(layer.bias().values()));
        biasGradients.put(name, new double[layer.bias().size()]);
      }
    }
  }

  void forward() {
    model.layers().forEach(l -> run(l.kernels().forward()));
  }

  void backward() {
    for (LayerSpec layer : model.layers().reversed()) {
      run(layer.kernels().backward());
    }
  }

  double[] weights(String layer) {
    return weights.get(layer);
  }

  double[] biases(String layer) {
    return biases.get(layer);
  }

  double[] weightGradient(String layer) {
    return weightGradients.get(layer);
  }

  double[] biasGradient(String layer) {
    return biasGradients.get(layer);
  }

  private void run(List<KernelCall> calls) {
    for (KernelCall call : calls) {
      if (call.isRoutine()) {
        routine(call);
        continue;
      }
      Arguments arguments = Arguments.of(slab, lanes);
      for (int i = 0; i < call.operands().size(); i++) {
        Buffer buffer = call.kernel().buffers().get(i);
        arguments = bind(arguments, buffer.name(), call.operands().get(i));
      }
      Interpreter.run(call.kernel(), arguments);
    }
  }

  private void routine(KernelCall call) {
    int[] laned = new int[call.operands().size()];
    double[] table = null;
    int next = 0;
    for (Operand operand : call.operands()) {
      switch (operand) {
        case Operand.Value(String name) -> laned[next++] = base + plan.values().get(name).line() * lanes;
        case Operand.Columns(String name) ->
            laned[next++] = (int) slab[base + plan.values().get(name).line() * lanes];
        case Operand.Count(int number) -> laned[next++] = number;
        case Operand.LeastColumns _, Operand.VectorFloats _ -> laned[next++] = 1;
        case Operand.Gradient(String name) -> laned[next++] = base + plan.gradients().get(name).line() * lanes;
        case Operand.Weight(String layer) -> table = weights.get(layer);
        case Operand.WeightGradient(String layer) -> table = weightGradients.get(layer);
        default -> throw new AssertionError(operand);
      }
    }
    WideRoutines.run(call.routine(), slab, lanes, laned, table);
  }

  private Arguments bind(Arguments arguments, String buffer, Operand operand) {
    return switch (operand) {
      case Operand.Value(String name) -> arguments.base(buffer, base + plan.values().get(name).line() * lanes);
      case Operand.Columns(String name) ->
          arguments.count(buffer, (int) slab[base + plan.values().get(name).line() * lanes]);
      case Operand.Gradient(String name) -> arguments.base(buffer, base + plan.gradients().get(name).line() * lanes);
      case Operand.Constants(String _, ConstantTable table) ->
          arguments.floats(buffer, WideRoutines.constants(table));
      case Operand.Weight(String layer) -> arguments.floats(buffer, weights.get(layer));
      case Operand.Bias(String layer) -> arguments.floats(buffer, biases.get(layer));
      case Operand.WeightGradient(String layer) -> arguments.floats(buffer, weightGradients.get(layer));
      case Operand.BiasGradient(String layer) -> arguments.floats(buffer, biasGradients.get(layer));
      default -> throw new AssertionError(operand);
    };
  }
}
