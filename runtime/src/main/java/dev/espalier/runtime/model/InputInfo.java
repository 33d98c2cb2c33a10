package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Layout;

/**
 * What the runtime knows of an input of the network.
 *
 * @param name as declared
 * @param shape {@code {features}} or {@code {channels, height, width}}
 * @param training where the training slab holds it: shape and halo
 * @param trainingLine the first line of it in the training slab
 * @param inference where the inference slab holds it
 * @param inferenceLine the first line of it in the inference slab
 */
public record InputInfo(
    String name,
    java.util.List<Integer> shape,
    Layout training,
    int trainingLine,
    Layout inference,
    int inferenceLine) {}
