package dev.espalier.codegen.ir;

import dev.espalier.runtime.memory.Layout;

/**
 * Where a value lies in a slab.
 *
 * @param layout shape and halo
 * @param line its first line
 */
public record Placement(Layout layout, int line) {}
