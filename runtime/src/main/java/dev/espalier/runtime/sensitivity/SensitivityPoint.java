package dev.espalier.runtime.sensitivity;

/**
 * The network with one layer pruned, the others as they are.
 *
 * @param asked the sparsity asked for; of a layer's first point, which is the layer as it is, the one that it has
 * @param sparsity the share of the layer's weights that are pruned
 * @param loss of the network, mean over the records
 * @param accuracy of the network, 0 to 1; NaN without labels
 * @param costs of the layer
 */
public record SensitivityPoint(double asked, double sparsity, double loss, double accuracy, LayerCosts costs) {}
