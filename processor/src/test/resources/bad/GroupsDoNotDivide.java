package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {1, 8, 8}))
interface GroupsDoNotDivide {
  @Conv2d(filters = 12, kernel = 3) Tensor conv1(Tensor image);

  @Conv2d(filters = 18, kernel = 3, groups = 4) Tensor conv2(Tensor conv1);

  @GlobalAvgPool Tensor logits(Tensor conv2);
}

/* expected
17: error: [Espalier/GroupsDoNotDivide] conv2 asks for 4 groups over 12 channels and 18 filters; groups must divide both.
    Fix: use groups in {1, 2, 3, 6}.
*/
