package dev.espalier.samples.curves;

import static dev.espalier.dsl.Activation.GELU;
import static dev.espalier.dsl.Activation.LEAKY_RELU;
import static dev.espalier.dsl.Activation.SIGMOID;
import static dev.espalier.dsl.Activation.SILU;
import static dev.espalier.dsl.Activation.TANH;
import static dev.espalier.dsl.OptimizerKind.ADAM;

import dev.espalier.dsl.Activate;
import dev.espalier.dsl.Conv2d;
import dev.espalier.dsl.Dense;
import dev.espalier.dsl.Dropout;
import dev.espalier.dsl.Flatten;
import dev.espalier.dsl.Input;
import dev.espalier.dsl.Network;
import dev.espalier.dsl.Optimizer;
import dev.espalier.dsl.Tensor;
import dev.espalier.dsl.Train;

/** Every activation that is not piecewise linear, behind layers with weights. */
@Network(inputs = @Input(name = "image", shape = {1, 28, 28}))
@Train(optimizer = @Optimizer(kind = ADAM, learningRate = 1e-3), batch = 50, epochs = 2)
public interface Curves {

  @Conv2d(filters = 4, kernel = 5, stride = 3, padding = 1)
  @Activate(SILU)
  Tensor conv(Tensor image);

  @Flatten
  Tensor flat(Tensor conv);

  @Dense(24)
  @Activate(TANH)
  Tensor curved1(Tensor flat);

  @Dropout(0.1)
  Tensor thinned(Tensor curved1);

  @Dense(20)
  @Activate(GELU)
  Tensor curved2(Tensor thinned);

  @Dense(16)
  @Activate(SIGMOID)
  Tensor curved3(Tensor curved2);

  @Dense(16)
  @Activate(LEAKY_RELU)
  Tensor bent(Tensor curved3);

  @Dense(10)
  Tensor logits(Tensor bent);
}
