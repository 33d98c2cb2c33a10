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
interface MethodShape {
  @Dense(4) default Tensor first(Tensor image) {
    return null;
  }

  static Tensor second(Tensor image) {
    return null;
  }

  @Dense(4) int third(Tensor image);

  @Dense(4) Tensor fourth(Tensor image, double[] scale);

  @Dense(4) <T> Tensor fifth(Tensor... images);

  @Dense(2) Tensor logits(Tensor image);
}
