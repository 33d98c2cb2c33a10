package dev.espalier.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Routine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A call of a kernel as a statement, each operand bound to what holds it in the generated method. */
final class CallCode {
  private final KernelClasses kernels;
  private final Naming naming;

  CallCode(KernelClasses kernels, Naming naming) {
    this.kernels = kernels;
    this.naming = naming;
  }

  /**
   * In a training step, on the parameters' arrays, with a line of mathematics above; gradients of parameters go to
   * {@code weights} and {@code biases}.
   */
  CodeBlock training(KernelCall call) {
    return CodeBlock.builder().add("// $L\n", call.purpose()).add(statement(call)).build();
  }

  /** The same without the line above. */
  CodeBlock statement(KernelCall call) {
    return statement(kernels::of, CodeBlock.of("lanes"), call, this::trained);
  }

  /** In the frozen network, where {@code layer} is the layer at hand and {@code dense}, {@code rows}, ... its form. */
  CodeBlock frozen(KernelCall call) {
    return statement(kernels::of, CodeBlock.of("lanes"), call, this::frozenOperand);
  }

  /** In the frozen network for one sample. */
  CodeBlock single(KernelCall call, CodeBlock lanes) {
    return statement(kernels::single, lanes, call, this::frozenOperand);
  }

  /** The same over the filters of a gated convolution that run for the sample. */
  CodeBlock gathered(KernelCall call, CodeBlock lanes) {
    return statement(kernels::single, lanes, call, this::gatheredOperand);
  }

  private CodeBlock gatheredOperand(Operand operand) {
    return switch (operand) {
      case Operand.Value(String name) -> line(naming.inference(name));
      case Operand.Weight _ -> CodeBlock.of("gated.weights()");
      case Operand.Bias _ -> CodeBlock.of("gated.bias()");
      case Operand.RowValues _ -> CodeBlock.of("gated.values()");
      case Operand.RowPointers _ -> CodeBlock.of("gated.pointers()");
      case Operand.RowTaps _ -> CodeBlock.of("gated.taps()");
      default -> throw new IllegalStateException("Filters are not gathered so, but a kernel asks for " + operand);
    };
  }

  private static CodeBlock statement(
      Function<KernelCall, ClassName> kernel, CodeBlock lanes, KernelCall call, Function<Operand, CodeBlock> operand) {
    List<CodeBlock> arguments = new ArrayList<>();
    arguments.add(CodeBlock.of("slab"));
    arguments.add(lanes);
    call.operands().forEach(o -> arguments.add(operand.apply(o)));
    if (call.isRoutine()) {
      Routine routine = call.routine();
      routine.constants().forEach(c -> arguments.add(CodeBlock.of("$L", c)));
      routine.numbers().forEach(n -> arguments.add(CodeBlock.of("$Lf", n)));
      return CodeBlock.builder()
          .addStatement("$T.$L($L)", routine.kind().owner(), routine.kind().method(), BlueprintCode.join(arguments))
          .build();
    }
    return CodeBlock.builder().addStatement("$T.run($L)", kernel.apply(call), BlueprintCode.join(arguments)).build();
  }

  private CodeBlock trained(Operand operand) {
    return switch (operand) {
      case Operand.Value(String name) -> line(naming.value(name));
      case Operand.Columns(String name) -> columns(naming.value(name));
      case Operand.VectorFloats _ -> kernels.vectorFloats();
      case Operand.Count(int number) -> CodeBlock.of("$L", number);
      case Operand.LeastColumns _ -> CodeBlock.of("leastColumns()");
      case Operand.Gradient(String name) -> line(naming.gradient(name));
      case Operand.Weight(String layer) -> CodeBlock.of("$N.weight().values()", naming.field(layer));
      case Operand.Bias(String layer) -> CodeBlock.of("$N.bias().values()", naming.field(layer));
      case Operand.Normalization(String layer, Operand.NormalizationPart part) ->
          CodeBlock.of("$N.normalization().$L()", naming.field(layer), part.accessor());
      case Operand.Constants(String layer, ConstantTable _) -> CodeBlock.of("$N", naming.constants(layer));
      case Operand.WeightGradient _, Operand.KeptGradient _ -> CodeBlock.of("weights");
      case Operand.KeptRange _ -> CodeBlock.of("rows");
      case Operand.BiasGradient _ -> CodeBlock.of("biases");
      case Operand.RowValues(String layer) -> kept(layer, "values");
      case Operand.RowPointers(String layer, Operand.RowBlock _) -> kept(layer, "rowPointers");
      case Operand.RowTaps(String layer) -> kept(layer, "taps");
      case Operand.ColumnPointers(String layer) -> kept(layer, "columnPointers");
      case Operand.ColumnEntries(String layer) -> kept(layer, "columnEntries");
      case Operand.ColumnTaps(String layer) -> kept(layer, "columnTaps");
      case Operand.ColumnTiles(String layer) -> CodeBlock.of("$N.weight().columnTiles()", naming.field(layer));
      case Operand.Bundles(String layer, Operand.BundlePart part) -> kept(layer, part.accessor());
      case Operand.WeightTiles _, Operand.Panel _, Operand.Strip _, Operand.Bitmap _, Operand.Compact _,
          Operand.CompactBias _, Operand.Channels _ ->
          throw new IllegalStateException("Weights have no such form in training, but a kernel asks for " + operand);
    };
  }

  private CodeBlock frozenOperand(Operand operand) {
    return switch (operand) {
      case Operand.Value(String name) -> line(naming.inference(name));
      case Operand.Columns(String name) -> columns(naming.inference(name));
      case Operand.VectorFloats _ -> kernels.vectorFloats();
      case Operand.Count(int number) -> CodeBlock.of("$L", number);
      case Operand.LeastColumns _ -> CodeBlock.of("1");
      case Operand.Weight _ -> CodeBlock.of("dense.values()");
      case Operand.WeightTiles tiles -> CodeBlock.of("dense.$L()", tiles.part().accessor());
      case Operand.Bias _ -> CodeBlock.of("layer.bias()");
      case Operand.Normalization(String layer, Operand.NormalizationPart part) ->
          CodeBlock.of("layers[$L].$L()", naming.index(layer), part.accessor());
      case Operand.Constants(String layer, ConstantTable _) -> CodeBlock.of("$N", naming.constants(layer));
      case Operand.RowValues _ -> CodeBlock.of("rows.values()");
      case Operand.RowPointers(String _, Operand.RowBlock block) -> switch (block) {
        case FIRST -> CodeBlock.of("rows.pointers()");
        case BETWEEN -> CodeBlock.of("rows.pointers(block)");
        case LAST -> CodeBlock.of("rows.pointers(rows.blocks() - 1)");
      };
      case Operand.RowTaps _ -> CodeBlock.of("rows.taps(lanes)");
      case Operand.Panel panel -> CodeBlock.of("panels.$L", panel.part().call());
      case Operand.Strip strip -> CodeBlock.of("strips.$L", strip.part().call());
      case Operand.Bitmap bitmap -> CodeBlock.of("bitmap.$L()", bitmap.part().accessor());
      case Operand.Compact compact -> CodeBlock.of("compact.$L", compact.part().call());
      case Operand.CompactBias _ -> CodeBlock.of("layer.bias()");
      case Operand.Channels(String layer, boolean own, Operand.ChannelPart part) -> own
          ? CodeBlock.of("layer.$L()", part.accessor())
          : CodeBlock.of("layers[$L].$L()", naming.index(layer), part.accessor());
      case Operand.Gradient _, Operand.WeightGradient _, Operand.BiasGradient _, Operand.KeptGradient _,
          Operand.ColumnPointers _, Operand.ColumnEntries _, Operand.ColumnTaps _, Operand.ColumnTiles _,
          Operand.KeptRange _, Operand.Bundles _ ->
          throw new IllegalStateException("A frozen network has no gradients, but a kernel asks for " + operand);
    };
  }

  private CodeBlock kept(String layer, String array) {
    return CodeBlock.of("$N.weight().keptWeights().$L()", naming.field(layer), array);
  }

  private static CodeBlock columns(String constant) {
    return CodeBlock.of("(int) slab[base + $N * lanes]", constant);
  }

  private static CodeBlock line(String constant) {
    return CodeBlock.of("base + $N * lanes", constant);
  }
}
