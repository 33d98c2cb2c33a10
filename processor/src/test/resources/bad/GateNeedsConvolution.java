package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface GateNeedsConvolution {
  @Conv2d(filters = 6, kernel = 3) @Activate(RELU)
  Tensor maps(Tensor image);

  @MaxPool(2) @Gate(0.5)
  Tensor pooled(Tensor maps);

  @Flatten Tensor flat(Tensor pooled);

  @Dense(2) @Gate(0.5)
  Tensor logits(Tensor flat);
}

/* expected
12: error: [Espalier/GateNeedsConvolution] pooled is a @MaxPool; @Gate skips the filters of a @Conv2d.
    Fix: move @Gate to a convolution (maps) or remove it.
17: error: [Espalier/GateNeedsConvolution] logits is a @Dense; @Gate skips the filters of a @Conv2d.
    Fix: move @Gate to a convolution (maps) or remove it.
*/
