/** Training: update rules, losses, learning-rate curves, the run with its history, checkpoints and evaluation. */
package dev.espalier.runtime.train;
