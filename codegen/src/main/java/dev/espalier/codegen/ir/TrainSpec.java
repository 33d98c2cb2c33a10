package dev.espalier.codegen.ir;

import dev.espalier.runtime.policy.TrainSettings;

/** How the network is trained, as declared. */
public record TrainSpec(TrainSettings settings, SourceRef source) {}
