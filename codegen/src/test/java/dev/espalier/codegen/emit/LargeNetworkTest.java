package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.PrunableNetwork;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeNetworkTest {
  /** HotSpot never compiles a method of more bytes. */
  private static final int HUGE_METHOD = 8000;

  private static Models residual(String name, int blocks) {
    Models models = Models.model("some.pkg", name).input("x", 8).layer("stem", new DenseLayer(8, true), "x");
    String previous = "stem";
    for (int i = 0; i < blocks; i++) {
      models.layer("dense" + i, new DenseLayer(8, true), Activation.GELU, null, previous)
          .layer("sum" + i, new AddLayer(), "dense" + i, previous);
      previous = "sum" + i;
    }
    return models.layer("logits", new DenseLayer(3, true), previous).portable();
  }

  @Test
  void noMethodOfADeepNetworkIsTooLargeToBeCompiled() {
    GeneratedNetwork generated = new GeneratedNetwork(residual("Deep", 80).selected());
    for (Map.Entry<String, byte[]> entry : generated.classes().entrySet()) {
      for (MethodModel method : ClassFile.of().parse(entry.getValue()).methods()) {
        method.code().ifPresent(code -> assertThat(((CodeAttribute) code).codeLength())
            .as("%s.%s", entry.getKey(), method.methodName().stringValue())
            .isLessThan(HUGE_METHOD));
      }
    }
    PrunableNetwork network = generated.create(1);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(network.blueprint().layers()).hasSize(162);
    float[] scores = network.scores(x);
    assertThat(generated.freeze(network).scores(x)).isEqualTo(scores);
    assertThat(generated.has("forwardPart2")).isTrue();
  }

  @Test
  void whatIsGeneratedGrowsWithDifferentLayersNotWithLayers() {
    assertThat(SourceEmitter.emit(residual("A", 30).selected()))
        .hasSameSizeAs(SourceEmitter.emit(residual("B", 10).selected()));
  }
}
