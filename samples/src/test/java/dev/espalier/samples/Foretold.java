package dev.espalier.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.LayerCost;
import dev.espalier.runtime.model.Frozen;
import dev.espalier.runtime.model.FrozenSession;
import dev.espalier.runtime.model.PrunableNetwork;

/** What a pruned network and its frozen one must agree on, with the plan and with one another. */
final class Foretold {

  private Foretold() {}

  /** Weights and multiply-adds of every layer, and bytes, are those that the plan told before training. */
  static void costs(CostReport plan, PrunableNetwork net, Frozen frozen) {
    for (CostReport exact : new CostReport[] {net.cost(), frozen.cost()}) {
      for (LayerCost layer : plan.layers()) {
        LayerCost found = exact.layer(layer.name());
        assertThat(found.weights().pruned()).as(layer.name()).isEqualTo(layer.weights().expected());
        assertThat(found.macs().pruned()).as(layer.name()).isEqualTo(layer.macs().expected());
      }
      assertThat(exact.bytes()).isEqualTo(plan.bytes());
      assertThat(exact.macs().pruned()).isLessThan(exact.macs().dense());
    }
  }

  /** The frozen network scores images as the masked one does, to 1e-5, many at once and each alone. */
  static void scores(PrunableNetwork net, Frozen frozen, float[][] images) {
    int features = images[0].length;
    float[] all = new float[images.length * features];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(images[i], 0, all, i * features, features);
    }
    int outputs = net.blueprint().output().output().features();
    float[] together = new float[images.length * outputs];
    frozen.session(images.length).scores(all, together);
    FrozenSession session = frozen.session(1);
    float[] alone = new float[outputs];
    for (int i = 0; i < images.length; i++) {
      float[] masked = net.scores(images[i]);
      session.scores(images[i], alone);
      for (int k = 0; k < outputs; k++) {
        float size = 1e-5f * Math.max(1, Math.abs(masked[k]));
        assertThat(together[i * outputs + k]).as("image %d, score %d", i, k).isCloseTo(masked[k], within(size));
        assertThat(alone[k]).as("image %d alone, score %d", i, k).isCloseTo(masked[k], within(size));
      }
    }
  }
}
