package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "features", shape = {8}))
interface SelectionRange {
  @Dense(8) @PruneActivations(threshold = -0.1)
  Tensor negative(Tensor features);

  @Dense(8) @PruneActivations(top = -1)
  Tensor few(Tensor negative);

  @Dense(8) @PruneActivations(share = 1)
  Tensor all(Tensor few);

  @Dense(8) @PruneActivations(n = 4, m = 4)
  Tensor full(Tensor all);

  @Dense(8) @PruneActivations(n = 1)
  Tensor half(Tensor full);

  @Dense(2) Tensor logits(Tensor half);
}

/* expected
9: error: [Espalier/SelectionRange] negative: @PruneActivations(threshold = -0.1); it must be finite and above 0.
    Fix: use a value that is finite and above 0.
12: error: [Espalier/SelectionRange] few: @PruneActivations(top = -1); it must be at least 1.
    Fix: use a value that is at least 1.
15: error: [Espalier/SelectionRange] all: @PruneActivations(share = 1); it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
18: error: [Espalier/SelectionRange] full: @PruneActivations(n = 4); it must be at least 1 and below m = 4.
    Fix: use a value that is at least 1 and below m = 4.
21: error: [Espalier/SelectionRange] half: @PruneActivations(m = 0); it must be at least 2.
    Fix: use a value that is at least 2.
*/
