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
interface SeveralLayerAnnotations {
  @Dense(4) @Dropout(0.5) @Activate(RELU) Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
15: error: [Espalier/SeveralLayerAnnotations] hidden carries @Dense and @Dropout; a method is one layer.
    Fix: keep one and move the others to methods of their own.
*/
