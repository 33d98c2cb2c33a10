package dev.espalier.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.layer.SelectLayer;
import dev.espalier.codegen.layer.Selection;
import dev.espalier.codegen.layer.WinnersLayer;
import dev.espalier.runtime.execution.LargestValues;
import dev.espalier.runtime.memory.Layout;

/** The largest values of one sample, a search by the runtime: the generated one counts for lanes, and here is one. */
final class LargestCode {
  private LargestCode() {}

  static boolean isFor(LayerSpec layer) {
    return switch (layer.layer()) {
      case SelectLayer(String _, Selection selection) ->
          selection instanceof Selection.Largest || selection instanceof Selection.Share;
      case WinnersLayer _ -> true;
      default -> false;
    };
  }

  private static int kept(LayerSpec layer) {
    return layer.layer() instanceof SelectLayer(String _, Selection selection)
        ? selection.kept(layer.shape())
        : ((WinnersLayer) layer.layer()).count();
  }

  static CodeBlock of(LayerSpec layer, ModelSpec model, Naming naming) {
    Layout to = model.inference().values().get(layer.name()).layout();
    return CodeBlock.builder()
        .add("// $L\n", layer.kernels().inference().getFirst().purpose())
        .addStatement("$T.keep(slab, base + $N, $L, base + $N,$W$L, $L, $L, $L, $L)", LargestValues.class,
            naming.inference(layer.inputs().getFirst()), kept(layer),
            naming.inference(layer.name()), to.channels(), to.height(), to.width(), to.padHeight(), to.padWidth())
        .build();
  }
}
