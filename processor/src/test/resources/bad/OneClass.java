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
@Train
interface OneClass {
  @Dense(1) Tensor logit(Tensor image);
}

/* expected
14: error: [Espalier/OneClass] the output logit has 1 feature; CROSS_ENTROPY needs at least two classes.
    Fix: give the output a feature a class, or use MEAN_SQUARED_ERROR.
*/
