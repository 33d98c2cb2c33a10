package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface GateKeepsAll {
  @Conv2d(filters = 4, kernel = 3) @Gate(0.8)
  Tensor maps(Tensor image);

  @Conv2d(filters = 1, kernel = 3) @Gate(0.5)
  Tensor one(Tensor maps);

  @GlobalAvgPool Tensor logits(Tensor one);
}

/* expected
9: error: [Espalier/GateKeepsAll] maps: @Gate(0.8) runs all of its 4 filters for every sample.
    Fix: use a share of at most 0.75, or remove @Gate.
12: error: [Espalier/GateKeepsAll] one: @Gate(0.5) runs all of its 1 filters for every sample.
    Fix: add filters, or remove @Gate.
*/
