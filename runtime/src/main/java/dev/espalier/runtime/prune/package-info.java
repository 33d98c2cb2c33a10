/** Pruning itself: scores become masks, to a sparsity or a threshold, in a layer or over all layers. */
package dev.espalier.runtime.prune;
