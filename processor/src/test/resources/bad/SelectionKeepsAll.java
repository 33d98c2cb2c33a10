package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "features", shape = {8}))
interface SelectionKeepsAll {
  @Dense(6) @PruneActivations(top = 6)
  Tensor hidden(Tensor features);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
9: error: [Espalier/SelectionKeepsAll] hidden: @PruneActivations keeps 6 of a sample's 6 values, which prunes none.
    Fix: keep at most 5, or remove it.
*/
