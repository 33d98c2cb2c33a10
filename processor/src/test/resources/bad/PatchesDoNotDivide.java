package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {1, 28, 20}))
interface PatchesDoNotDivide {
  @Patchify(7)
  Tensor squares(Tensor image);

  @MeanPool Tensor logits(Tensor squares);
}

/* expected
16: error: [Espalier/PatchesDoNotDivide] squares cuts image into squares of 7 pixels a side, and 7 does not divide 28 x 20.
    Fix: use a side in {1, 2, 4}.
*/
