package dev.espalier.codegen.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.ModelPrinter;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.kernel.KernelSpec;
import dev.espalier.codegen.kernel.KernelVerifier;
import dev.espalier.codegen.layer.AddLayer;
import dev.espalier.codegen.layer.GlobalAvgPoolLayer;
import dev.espalier.codegen.testmodel.Graph;
import dev.espalier.codegen.testmodel.RandomGraph;
import dev.espalier.dsl.Activation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectKernelsTest {

  private static Graph residual() {
    return Graph.input("image", 1, 6, 6)
        .conv("stem", 2, 3, Activation.RELU, "image")
        .conv("inner", 2, 3, Activation.SILU, "stem")
        .layer("sum", new AddLayer(), Activation.RELU, "stem", "inner")
        .layer("pooled", new GlobalAvgPoolLayer(), "sum")
        .dense("logits", 3, null, "pooled");
  }

  @Test
  void aResidualNetworkOnItsWay() {
    assertThat(ModelPrinter.print(residual().read()))
        .isEqualTo(
            """
            Net (READ)
              input image {1 x 6 x 6}
              stem = Conv2d(image) relu
              inner = Conv2d(stem) silu
              sum = Add(stem, inner) relu
              pooled = GlobalAvgPool(sum)
              logits = Dense(pooled)
            """);
    assertThat(ModelPrinter.print(residual().shaped()))
        .isEqualTo(
            """
            Net (SHAPED)
              input image {1 x 6 x 6}
              stem = Conv2d(image) relu {2 x 6 x 6}, weights 2 x 9
              inner = Conv2d(stem) silu {2 x 6 x 6}, weights 2 x 18
              sum = Add(stem, inner) relu {2 x 6 x 6}
              pooled = GlobalAvgPool(sum) {2}
              logits = Dense(pooled) {3}, weights 3 x 2
            """);
    String selected = ModelPrinter.print(residual().selected());
    assertThat(selected.substring(selected.indexOf("training slab"))).isEqualTo(
            """
            training slab of 797 lines
              0..127 stem, halo 1 x 1
              128..255 inner, halo 1 x 1
              256..257 d pooled
              256..383 d stem, halo 1 x 1
              384..511 d inner, halo 1 x 1
              512..583 inner.pre
              584..655 sum
              656..727 d sum
              656..658 logits
              728..791 image, halo 1 x 1
              792..794 d logits
              795..796 pooled
            inference slab of 360 lines
              0..127 stem, halo 1 x 1
              128..223 inner, halo 0 x 1
              128..130 logits
              131..132 pooled
              224..295 sum
              296..359 image, halo 1 x 1
            forward
              stem = relu(W * image + b): y[m,e,f] = relu(b[m] + sum_crs W[m,c,r,s] x[c,e+r,f+s])
              inner.pre = W * stem + b: y[m,e,f] = b[m] + sum_crs W[m,c,r,s] x[c,e+r,f+s]
              inner = silu(inner.pre): y = silu(pre)
              sum = relu(stem + inner): y = relu(x0 + x1)
              pooled = mean over the channels of sum: y[c] = 1/HW sum_hw x[c,h,w]
              logits = W pooled + b: y[u] = b[u] + sum_i W[u,i] x[i]
            backward
              gradient of the weights of logits: dW[u,i] = sum_lanes dy[u] x[i]
              gradient of the bias of logits: db[u] = sum_lanes dy[u]
              gradient of pooled: dx[i] = sum_u W[u,i] dy[u]
              gradient of sum: dx[c,h,w] = dy[c] / HW
              gradient of sum before its activation: dy *= relu', from y
              gradient of stem: dx = dy
              gradient of inner: dx = dy
              gradient of inner before its activation: dy *= silu', from pre
              gradient of the weights of inner: dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e+r,f+s]
              gradient of the bias of inner: db[m] = sum_ef sum_lanes dy[m,e,f]
              adds to the gradient of stem: dx[c,y,x] += sum_mrs W[m,c,r,s] dy[m,y-r,x-s]
              gradient of stem before its activation: dy *= relu', from y
              gradient of the weights of stem: dW[m,c,r,s] = sum_ef sum_lanes dy[m,e,f] x[c,e+r,f+s]
              gradient of the bias of stem: db[m] = sum_ef sum_lanes dy[m,e,f]
            inference
              stem = relu(W * image + b): y[m,e,f] = relu(b[m] + sum_crs W[m,c,r,s] x[c,e+r,f+s])
              inner = W * stem + b: y[m,e,f] = b[m] + sum_crs W[m,c,r,s] x[c,e+r,f+s]
              inner = silu(inner): y = silu(y)
              sum = relu(stem + inner): y = relu(x0 + x1)
              pooled = mean over the channels of sum: y[c] = 1/HW sum_hw x[c,h,w]
              logits = W pooled + b: y[u] = b[u] + sum_i W[u,i] x[i], rows in tiles
            """);
  }

  private static Stream<KernelSpec> kernels(ModelSpec model, String layer) {
    var k = model.layer(layer).orElseThrow().kernels();
    return Stream.of(k.forward(), k.backward(), k.inference(), k.inferenceRows(), k.inferencePanels(), k.single())
        .flatMap(List::stream)
        .map(KernelCall::kernel);
  }

  private static KernelSpec unnamed(KernelSpec kernel) {
    return new KernelSpec("", "", kernel.formula(), kernel.buffers(), kernel.body(), kernel.schedule());
  }

  @Test
  void layersOfOneSpecificationHaveEqualKernels() {
    ModelSpec model =
        Graph.input("x", 2, 5, 5).conv("a", 2, 3, Activation.RELU, "x").conv("b", 2, 3, Activation.RELU, "a")
            .conv("c", 2, 3, Activation.RELU, "b").conv("d", 2, 3, null, "c").flatten("y", "d").selected();
    List<KernelSpec> b = kernels(model, "b").map(SelectKernelsTest::unnamed).toList();
    assertThat(b).hasSize(11);
    assertThat(kernels(model, "c").map(SelectKernelsTest::unnamed)).isEqualTo(b);
  }

  @Test
  void everyKernelOfRandomNetworksIsWellFormedAndItsScheduleLegal() {
    for (int seed = 0; seed < 8; seed++) {
      ModelSpec model = RandomGraph.of(seed, 20).selected();
      model.layers().forEach(l -> kernels(model, l.name()).forEach(KernelVerifier::verify));
    }
  }
}
