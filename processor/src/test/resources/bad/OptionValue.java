// options: -Aespalier.kernels=fast -Aespalier.report=yes --add-modules jdk.incubator.vector
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
interface OptionValue {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
-: error: [Espalier/OptionValue] compiler option espalier.kernels = fast is none of its values.
    Fix: use one of auto, vector, portable.
-: error: [Espalier/OptionValue] compiler option espalier.report = yes is none of its values.
    Fix: use one of false, true.
*/
