/** The vision transformer that loses heads, tokens and weights: what an own table compares. */
package dev.espalier.samples.vision;
