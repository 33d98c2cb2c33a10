package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.espalier.codegen.ir.ConstantTable;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.runtime.execution.SequenceTables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** The tables of numbers that layers' kernels read and that are no parameters, as constants of the class. */
record ConstantsCode(ModelSpec model, Naming naming) {

  List<FieldSpec> fields() {
    List<FieldSpec> fields = new ArrayList<>();
    for (LayerSpec layer : model.layers()) {
      Stream.of(layer.kernels().forward(), layer.kernels().inference())
          .flatMap(List::stream)
          .map(KernelCall::operands)
          .flatMap(List::stream)
          .filter(Operand.Constants.class::isInstance)
          .map(o -> ((Operand.Constants) o).table())
          .findFirst()
          .ifPresent(table -> fields.add(
              FieldSpec.builder(float[].class, naming.constants(layer.name()), Modifier.PRIVATE, Modifier.STATIC,
                      Modifier.FINAL)
                  .initializer(value(table))
                  .build()));
    }
    return fields;
  }

  private static CodeBlock value(ConstantTable table) {
    return switch (table) {
      case ConstantTable.Sinusoids(int tokens, int width) ->
          CodeBlock.of("$T.sinusoids($L, $L)", SequenceTables.class, tokens, width);
      case ConstantTable.Causal(int tokens) -> CodeBlock.of("$T.causal($L)", SequenceTables.class, tokens);
    };
  }
}
