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
interface NameTaken {
  @Dense(2) Tensor logits(Tensor image);
}

class PrunedNameTaken {}

/* expected
14: error: [Espalier/NameTaken] the class bad.PrunedNameTaken is to be generated for NameTaken, and there is one of that name already.
    Fix: rename NameTaken or the class.
*/
