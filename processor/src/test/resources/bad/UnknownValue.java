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
interface UnknownValue {
  @Dense(4) Tensor hidden1(Tensor imge);

  @Add Tensor sum(
      Tensor hidden1,
      Tensor residual);

  @Dense(2) Tensor logits(Tensor hiden1);
}

/* expected
15: error: [Espalier/UnknownValue] hidden1 takes 'imge', and no input or layer has that name.
    Fix: did you mean 'image'? (choices are image, sum, logits).
19: error: [Espalier/UnknownValue] sum takes 'residual', and no input or layer has that name.
    Fix: use one that exists (choices are image, hidden1, logits).
21: error: [Espalier/UnknownValue] logits takes 'hiden1', and no input or layer has that name.
    Fix: did you mean 'hidden1'? (choices are image, hidden1, sum).
*/
