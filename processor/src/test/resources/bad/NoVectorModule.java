// options: 
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
interface NoVectorModule {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
15: warning: [Espalier/NoVectorModule] NoVectorModule: the module jdk.incubator.vector is not visible; the portable kernels are generated, which are several times slower.
    Fix: pass --add-modules jdk.incubator.vector to javac and to the JVM that runs it, or -Aespalier.kernels=portable to choose them without this warning.
*/
