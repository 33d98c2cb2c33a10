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
interface TooLarge {
  @Dense(100_000) Tensor hidden(Tensor image);

  @Dense(50_000) Tensor logits(Tensor hidden);
}

/* expected
17: error: [Espalier/TooLarge] logits has 5000000000 weights, more than an array can hold (2147483639).
    Fix: make the layer smaller.
*/
