package dev.espalier.runtime.train;

import dev.espalier.dsl.Loss;
import dev.espalier.runtime.data.Dataset;
import dev.espalier.runtime.data.InputShape;
import dev.espalier.runtime.memory.Slab;
import dev.espalier.runtime.model.Blueprint;
import dev.espalier.runtime.model.InputInfo;
import dev.espalier.runtime.model.TokenInputs;
import java.util.List;

/** Gathers the records of a batch into the lines of the network's inputs, and their answers. */
final class BatchLoader {

  private final Dataset data;
  private final List<InputInfo> inputs;
  private final int[] indices;
  private final Slab slab;
  private final BatchAnswers answers;
  private final TokenInputs tokens;

  /**
   * A loader for a network and a data set that fit each other.
   *
   * @throws dev.espalier.runtime.data.DataException when an input is missing or has another shape, a label or target
   *     has no output, or cross-entropy is to be taken over records without labels
   */
  BatchLoader(Blueprint blueprint, Loss loss, Dataset data, Slab slab) {
    int outputs = blueprint.output().output().features();
    this.data = data;
    this.slab = slab;
    this.tokens = new TokenInputs(blueprint);
    this.inputs = blueprint.inputs();
    this.indices = data.requireInputs(inputs.stream()
        .map(input -> new InputShape(input.name(), input.shape()))
        .toArray(InputShape[]::new));
    if (loss == Loss.CROSS_ENTROPY) {
      data.requireLabelled();
    }
    data.requireOutputs(outputs);
    this.answers = new BatchAnswers(slab.lanes(), outputs, data.hasLabels());
  }

  /** Loads {@code records[from .. from + count - 1]}, part of a batch of so many. */
  void load(int[] records, int from, int count, int batch) {
    for (int i = 0; i < indices.length; i++) {
      InputInfo input = inputs.get(i);
      data.load(indices[i], records, from, count, slab.values(), slab.address(input.trainingLine()), slab.lanes(),
          input.training());
      tokens.clear(slab, i, true, count);
    }
    answers.load(data, records, from, count, batch);
  }

  /** The length of every record in tokens; null where there are none. */
  int[] lengths() {
    return tokens.lengths(data, indices);
  }

  BatchAnswers answers() {
    return answers;
  }
}
