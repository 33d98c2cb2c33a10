package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.LayerSpec;
import dev.espalier.dsl.Encoding;
import dev.espalier.runtime.execution.StripForm;
import dev.espalier.runtime.policy.PrunePolicy;

/**
 * Which execution forms a layer gets kernels for beside those that every layer has: only such as its policy can make
 * worth while, so that what is generated does not grow with forms that nobody runs.
 */
final class PackedForms {
  /** Rows of a strip where whole rows and columns go: the tile that runs best, as what is left is dense. */
  private static final int ROWS = 4;

  private PackedForms() {}

  /** Rows of a strip: those that the policy's masks treat alike, or as many as a tile holds; 0 for none. */
  static int stripRows(LayerSpec layer) {
    if (layer.prune() == null || layer.weights() == null) {
      return 0;
    }
    PrunePolicy policy = layer.prune().policy();
    int rows = switch (policy.granularity()) {
      case BLOCK, VECTOR -> StripForm.height(policy.shape().blockRows());
      case N_OF_M -> StripForm.height(policy.shape().sharedRows());
      case NEURON, FILTER, CHANNEL, LAYER -> ROWS;
      case ELEMENT, KERNEL, COLUMN_COMBINED -> 0;
    };
    return Math.min(rows, layer.weights().rows()) < 2 ? 0 : Math.min(rows, layer.weights().rows());
  }

  /** Whether rows of a strip may be any: where whole rows go, those that are left are no neighbours. */
  static boolean stripOrdered(LayerSpec layer) {
    if (stripRows(layer) == 0) {
      return false;
    }
    return switch (layer.prune().policy().granularity()) {
      case NEURON, FILTER, LAYER -> true;
      case ELEMENT, KERNEL, COLUMN_COMBINED, BLOCK, VECTOR, N_OF_M, CHANNEL -> false;
    };
  }

  /** Whether the weights are stored under a bitmap, so that they can be executed as they are. */
  static boolean bitmap(LayerSpec layer) {
    return layer.prune() != null
        && layer.weights() != null
        && layer.prune().policy().encoding() == Encoding.BITMAP;
  }
}
