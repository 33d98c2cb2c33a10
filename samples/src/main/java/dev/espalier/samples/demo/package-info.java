/** The main job: train, prune, freeze and measure one network, dense beside pruned. */
package dev.espalier.samples.demo;
