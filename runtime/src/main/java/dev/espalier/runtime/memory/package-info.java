/** The one array that holds all activations and gradients, and the addresses of values in it. */
package dev.espalier.runtime.memory;
