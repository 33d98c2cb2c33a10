package dev.espalier.runtime.cost;

import dev.espalier.runtime.memory.Layout;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.LayerInfo;
import dev.espalier.runtime.model.WeightGeometry;
import dev.espalier.runtime.policy.PrunePolicy;
import java.util.List;

/** Networks for the tests of costs. */
final class Networks {
  private Networks() {}

  /** 784-300-100-10, the first two layers under these policies. */
  static Blueprint lenet300(PrunePolicy hidden1, PrunePolicy hidden2) {
    return network("LeNet300", Layout.image(1, 28, 28), List.of(
        dense("hidden1", "image", 784, 300, hidden1),
        dense("hidden2", "hidden1", 300, 100, hidden2),
        dense("logits", "hidden2", 100, 10, null)));
  }

  /** One layer alone. */
  static Blueprint single(String kind, WeightGeometry geometry, PrunePolicy policy) {
    Layout input = Layout.image(geometry.channels(), geometry.height(), geometry.width());
    return network("Single", input, List.of(layer("layer", kind, "image", geometry, policy)));
  }

  static LayerInfo dense(String name, String input, int inputs, int units, PrunePolicy policy) {
    return new LayerInfo(
        name, "Dense", List.of(input), Layout.vector(units), WeightGeometry.dense(units, inputs, true), policy);
  }

  static LayerInfo layer(String name, String kind, String input, WeightGeometry geometry, PrunePolicy policy) {
    Layout output = Layout.image(geometry.filters(), geometry.outHeight(), geometry.outWidth());
    return new LayerInfo(name, kind, List.of(input), output, geometry, policy);
  }

  static Blueprint network(String name, Layout input, List<LayerInfo> layers) {
    List<Integer> shape = List.of(input.channels(), input.height(), input.width());
    return new Blueprint(
        name, "0".repeat(64), List.of(new InputInfo("image", shape, input, 0, input, 0)), layers, null, 0, 0, 0, 0, 0);
  }
}
