package dev.espalier.runtime.model;

import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.train.TrainingTask;
import java.util.Arrays;
import java.util.List;

/** One sample in the training program of a network, in a slab of its own; nothing is dropped. */
final class PrunableNetworkSample {

  private final PrunableNetwork network;
  private final Blueprint blueprint;
  private final Slab slab;

  PrunableNetworkSample(PrunableNetwork network) {
    this.network = network;
    this.blueprint = network.blueprint();
    this.slab = Slab.allocate(blueprint.trainingLines(), Slab.LANE_MULTIPLE);
    TokenInputs tokens = new TokenInputs(blueprint);
    for (int i = 0; i < blueprint.inputs().size(); i++) {
      tokens.clear(slab, i, true, 1);
    }
    for (DropoutInfo dropout : network.dropouts()) {
      int from = slab.address(dropout.line());
      Arrays.fill(slab.values(), from, from + dropout.lines() * slab.lanes(), 1);
    }
  }

  /** See {@link PrunableNetwork#scores}. */
  float[] scores(float[]... inputs) {
    write(inputs);
    List<LayerParameters> layers = network.layers();
    TrainingTask.takeRunning(layers);
    TrainingTask.settleGates(layers);
    try {
      network.forward(slab.values(), slab.base(), slab.lanes());
    } finally {
      TrainingTask.restoreGates(layers);
    }
    float[] scores = new float[blueprint.output().output().features()];
    for (int f = 0; f < scores.length; f++) {
      scores[f] = slab.values()[slab.address(blueprint.outputLineTraining() + f)];
    }
    return scores;
  }

  /** See {@link PrunableNetwork#tokensLeft}. */
  List<TokensLeft> tokensLeft(float[]... inputs) {
    scores(inputs);
    return TokensLeft.read(blueprint, network.task().valueLines(), slab);
  }

  private void write(float[]... inputs) {
    if (inputs.length != blueprint.inputs().size()) {
      throw FrozenInputs.count(blueprint, inputs.length);
    }
    for (int i = 0; i < inputs.length; i++) {
      FrozenInputs.requireSamples(blueprint, i, inputs[i].length, 1);
    }
    for (int i = 0; i < inputs.length; i++) {
      InputInfo input = blueprint.inputs().get(i);
      for (int f = 0; f < inputs[i].length; f++) {
        slab.values()[slab.address(input.trainingLine() + input.training().line(f))] = inputs[i][f];
      }
    }
  }
}
