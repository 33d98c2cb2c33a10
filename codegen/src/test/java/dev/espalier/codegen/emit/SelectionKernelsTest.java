package dev.espalier.codegen.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.GateSpec;
import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.SelectionSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.layer.Conv2dLayer;
import dev.espalier.codegen.layer.DenseLayer;
import dev.espalier.codegen.layer.FlattenLayer;
import dev.espalier.codegen.layer.GateLayer;
import dev.espalier.codegen.layer.SelectLayer;
import dev.espalier.codegen.layer.WinnersLayer;
import dev.espalier.dsl.Activation;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.PrunableNetwork;
import dev.espalier.runtime.policy.PrunePolicy;
import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Networks with {@code @PruneActivations} and {@code @Gate}, as generated: all forms of the kernels, batches and single
 * samples alike.
 */
class SelectionKernelsTest {
  private static final SelectionSpec LARGEST = new SelectionSpec(0, 0, 0.25, 0, 0, SourceRef.NONE);

  static Models dynamic(String name) {
    return Models.model("some.pkg", name).input("image", 2, 6, 20)
        .layer("maps", new Conv2dLayer(4, List.of(3), List.of(1), List.of(1), 1, true), Activation.RELU, null, "image")
        .dynamic(LARGEST, new GateSpec(0.5, 1e-3, SourceRef.NONE))
        .layer("more", new Conv2dLayer(4, List.of(3), List.of(1), List.of(1), 1, true), Activation.GELU, null, "maps")
        .dynamic(new SelectionSpec(0, 0, 0, 1, 2, SourceRef.NONE), null)
        .layer("flat", new FlattenLayer(), "more")
        .layer("hidden", new DenseLayer(30, true), Activation.RELU, null, "flat")
        .dynamic(new SelectionSpec(0, 5, 0, 0, 0, SourceRef.NONE), null)
        .layer("thin", new DenseLayer(9, true), "hidden")
        .dynamic(new SelectionSpec(0.05, 0, 0, 0, 0, SourceRef.NONE), null)
        .layer("logits", new DenseLayer(3, true), "thin");
  }

  /** Gates before and behind one another, without a halo, strided, in groups, with pruned weights. */
  private static Models gated(String name) {
    return Models.model("some.pkg", name).input("image", 2, 8, 20)
        .layer("planes", new Conv2dLayer(6, List.of(3), List.of(1), List.of(1), 1, true), Activation.GELU,
            PrunePolicy.toSparsity(0.8), "image")
        .dynamic(null, new GateSpec(0.4, 0, SourceRef.NONE))
        .layer("rows", new Conv2dLayer(6, List.of(3), List.of(1), List.of(1), 2, true), Activation.RELU, null, "planes")
        .dynamic(null, new GateSpec(0.7, 0, SourceRef.NONE))
        .layer("inner", new Conv2dLayer(5, List.of(3), List.of(1), List.of(0), 1, false), Activation.SILU, null, "rows")
        .dynamic(null, new GateSpec(0.2, 0, SourceRef.NONE))
        .layer("strided", new Conv2dLayer(4, List.of(3), List.of(2), List.of(1), 1, true), Activation.RELU, null,
            "inner")
        .dynamic(null, new GateSpec(0.5, 0, SourceRef.NONE))
        .layer("flat", new FlattenLayer(), "strided")
        .layer("logits", new DenseLayer(5, true), "flat");
  }

  @Test
  void skippedFiltersAreNotMissed() {
    GeneratedNetwork generated = new GeneratedNetwork(gated("Gated").selected());
    assertThat(generated.has("inferSingle")).isTrue();
    PrunableNetwork network = generated.create(5);
    network.prune();
    FrozenSession one = generated.freeze(network).session(1);
    float[] scores = new float[5];
    for (int seed = 0; seed < 20; seed++) {
      float[] image = random(320, seed);
      one.scores(image, scores);
      FrozenNetworkTest.close(scores, network.scores(image));
    }
  }

  private static float[] random(int count, long seed) {
    Randomness random = Randomness.stream(seed, "input", 0);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
  }

  @Test
  void interpreterSourceAndBytecodeAgree() throws Exception {
    ModelSpec model = dynamic("Kernels").selected();
    CompiledKernels kernels = new CompiledKernels();
    for (LayerSpec layer : model.layers()) {
      if (layer.layer() instanceof SelectLayer
          || layer.layer() instanceof GateLayer
          || layer.layer() instanceof WinnersLayer) {
        Stream.of(layer.kernels().forward(), layer.kernels().backward(), layer.kernels().inference())
            .flatMap(List::stream)
            .forEach(call -> kernels.add(sized(call, model)));
      }
    }
    kernels.compareAllWithTheInterpreter();
    kernels.compareBytecodeWithJavac();
  }

  private static KernelCase sized(KernelCall call, ModelSpec model) {
    KernelCase kernel = KernelCase.of(call.kernel(), 120);
    for (int i = 0; i < call.operands().size(); i++) {
      String name = switch (call.operands().get(i)) {
        case Operand.Value(String value) -> value;
        case Operand.Gradient(String value) -> value;
        default -> throw new AssertionError(call);
      };
      kernel = kernel.size(call.kernel().buffers().get(i), model.training().values().get(name).layout().lines());
    }
    return kernel;
  }

  @Test
  void frozenAndTrainedNetworksAndSingleSamplesKeepTheSame() {
    for (Models models : List.of(dynamic("Vectors"), dynamic("Portable").portable())) {
      GeneratedNetwork generated = new GeneratedNetwork(models.selected());
      assertThat(generated.has("inferSingle")).isTrue();
      PrunableNetwork network = generated.create(5);
      Frozen frozen = generated.freeze(network);
      float[] images = random(20 * 240, 3);
      float[] batch = new float[20 * 3];
      frozen.session(20).scores(images, batch);
      for (int sample = 0; sample < 20; sample++) {
        float[] image = Arrays.copyOfRange(images, sample * 240, (sample + 1) * 240);
        FrozenNetworkTest.close(Arrays.copyOfRange(batch, sample * 3, sample * 3 + 3), network.scores(image));
        FrozenNetworkTest.close(frozen.scores(image), network.scores(image));
      }
    }
  }
}
