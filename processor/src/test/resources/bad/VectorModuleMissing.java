// options: -Aespalier.kernels=vector
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
interface VectorModuleMissing {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: error: [Espalier/VectorModuleMissing] VectorModuleMissing: -Aespalier.kernels=vector asks for Vector API kernels, and the module jdk.incubator.vector is not visible.
    Fix: pass --add-modules jdk.incubator.vector to javac, or use -Aespalier.kernels=auto or portable.
*/
