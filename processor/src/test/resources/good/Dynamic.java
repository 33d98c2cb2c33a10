package good;

import static dev.espalier.dsl.Activation.RELU;
import static dev.espalier.dsl.Activation.SILU;

import dev.espalier.dsl.*;

/** Values and filters that depend on the sample, beside weights that do not. */
@Network(inputs = @Input(name = "image", shape = {1, 12, 12}))
@Train(batch = 20, epochs = 1)
@Prune(sparsity = 0.5)
interface Dynamic {
  @Conv2d(filters = 8, kernel = 3, padding = 1) @Activate(RELU) @PruneActivations(n = 2, m = 4)
  Tensor stem(Tensor image);

  @Conv2d(filters = 8, kernel = 3, padding = 1) @Activate(RELU) @Gate(0.5) @PruneActivations(threshold = 0.01)
  Tensor maps(Tensor stem);

  @Conv2d(filters = 8, kernel = 3, padding = 1) @Activate(SILU) @Gate(value = 0.25, lambda = 0) @Keep
  Tensor more(Tensor maps);

  @Add @Activate(RELU) @PruneActivations(share = 0.3)
  Tensor sum(Tensor maps, Tensor more);

  @Flatten Tensor flat(Tensor sum);

  @Dense(40) @Activate(RELU) @PruneActivations(top = 10)
  Tensor hidden(Tensor flat);

  @Dense(10) Tensor logits(Tensor hidden);
}
