package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface GateRange {
  @Conv2d(filters = 6, kernel = 3) @Gate(1.5)
  Tensor maps(Tensor image);

  @Conv2d(filters = 6, kernel = 3) @Gate(value = 0.5, lambda = -1)
  Tensor more(Tensor maps);

  @GlobalAvgPool Tensor logits(Tensor more);
}

/* expected
9: error: [Espalier/GateRange] maps: @Gate: value = 1.5; it must be above 0 and below 1.
    Fix: use a value that is above 0 and below 1.
12: error: [Espalier/GateRange] more: @Gate: lambda = -1; it must be finite and at least 0.
    Fix: use a value that is finite and at least 0.
*/
