/** The one slab of activations and gradients, and how a value lies in it. */
package dev.espalier.runtime.memory;
