package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "features", shape = {8}))
interface SelectionOfOutput {
  @Dense(8) @Activate(RELU)
  Tensor hidden(Tensor features);

  @Dense(4) @PruneActivations(top = 1)
  Tensor logits(Tensor hidden);
}

/* expected
12: error: [Espalier/SelectionOfOutput] logits is the output, and @PruneActivations would set scores to 0 that nobody computes with.
    Fix: move it to a layer whose values another one reads.
*/
