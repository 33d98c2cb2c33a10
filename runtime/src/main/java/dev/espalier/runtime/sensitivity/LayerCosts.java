package dev.espalier.runtime.sensitivity;

import dev.espalier.runtime.cost.CostReport;
import dev.espalier.runtime.cost.LayerCost;

/**
 * What is left of a layer, or of several.
 *
 * @param weights kept ones, biases left out
 * @param macs multiply-adds of one sample
 * @param bytes of encoded weights and of biases
 */
public record LayerCosts(long weights, long macs, long bytes) {

  static LayerCosts of(CostReport report, String layer) {
    LayerCost cost = report.layer(layer);
    return new LayerCosts(cost.weights().pruned(), cost.macs().pruned(), cost.storage().bytes());
  }

  static LayerCosts of(CostReport report) {
    return new LayerCosts(report.weights().pruned(), report.macs().pruned(), report.bytes());
  }

  LayerCosts minus(LayerCosts other) {
    return new LayerCosts(weights - other.weights, macs - other.macs, bytes - other.bytes);
  }
}
