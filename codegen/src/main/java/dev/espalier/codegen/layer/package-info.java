/** One file a layer: its shape rule, parameters, prunable axes, forward nest, backward nests, side by side. */
package dev.espalier.codegen.layer;
