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
interface InputCount {
  @Dense(4) Tensor first(Tensor image, Tensor third);

  @Add Tensor second(Tensor first);

  @Dense(4) Tensor third();

  @Concat Tensor fourth(Tensor second, Tensor third);
}

/* expected
15: error: [Espalier/InputCount] first is a @Dense, which takes one value, and has 2.
    Fix: pass one value.
17: error: [Espalier/InputCount] second is a @Add, which takes two or more values, and has 1.
    Fix: pass two or more values.
19: error: [Espalier/InputCount] third is a @Dense, which takes one value, and has none.
    Fix: pass one value.
*/
