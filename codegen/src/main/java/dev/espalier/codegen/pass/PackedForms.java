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
  private PackedForms() {}

  /** Rows of a strip: those that the policy's masks treat alike, as many as a tile holds; 0 for none. */
  static int stripRows(LayerSpec layer) {
    if (layer.prune() == null || layer.weights() == null) {
      return 0;
    }
    PrunePolicy policy = layer.prune().policy();
    int rows = switch (policy.granularity()) {
      case BLOCK, VECTOR -> StripForm.height(policy.shape().blockRows());
      case N_OF_M -> StripForm.height(policy.shape().sharedRows());
      case ELEMENT, KERNEL, COLUMN_COMBINED, NEURON, FILTER, CHANNEL, HEAD, LAYER -> 0;
    };
    return Math.min(rows, layer.weights().rows()) < 2 ? 0 : Math.min(rows, layer.weights().rows());
  }

  /** Whether the weights are stored under a bitmap, so that they can be executed as they are. */
  static boolean bitmap(LayerSpec layer) {
    return layer.prune() != null
        && layer.weights() != null
        && layer.prune().policy().encoding() == Encoding.BITMAP;
  }
}
