package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
interface ActivationOptionIgnored {
  @Dense(4)
  @Activate(
      value = RELU,
      slope = 0.2)
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
18: error: [Espalier/ActivationOptionIgnored] hidden: @Activate(slope = 0.2) means nothing to RELU.
    Fix: remove slope, or use LEAKY_RELU.
*/
