package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface SelectionDoesNotDivide {
  @Conv2d(filters = 6, kernel = 3) @Activate(RELU) @PruneActivations(n = 2, m = 4)
  Tensor maps(Tensor image);

  @Flatten Tensor flat(Tensor maps);

  @Dense(9) @PruneActivations(n = 1, m = 2)
  Tensor hidden(Tensor flat);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
9: error: [Espalier/SelectionDoesNotDivide] maps: @PruneActivations keeps 2 of every 4 channels, and 4 does not divide 6 channels.
    Fix: use m in {2, 3, 6}.
*/
