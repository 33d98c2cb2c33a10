package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

class Outer {
  @Network(inputs = @Input(name = "image", shape = {8}))
  interface Net {
    @Dense(2) Tensor logits(Tensor image);
  }
}

@Network(inputs = @Input(name = "image", shape = {8}))
interface Outer_Net {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
21: error: [Espalier/NameTaken] the class bad.PrunedOuter_Net is to be generated for Outer_Net, and there is one of that name already.
    Fix: rename Outer_Net or the class.
*/
