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

/* expected
15: error: [Espalier/MethodShape] first is default; a layer method returns Tensor, takes only Tensor parameters and is neither default, static, private nor generic.
    Fix: write it as Tensor first(Tensor input, …).
19: error: [Espalier/MethodShape] second is static; a layer method returns Tensor, takes only Tensor parameters and is neither default, static, private nor generic.
    Fix: write it as Tensor second(Tensor input, …).
23: error: [Espalier/MethodShape] third returns int; a layer method returns Tensor, takes only Tensor parameters and is neither default, static, private nor generic.
    Fix: write it as Tensor third(Tensor input, …).
25: error: [Espalier/MethodShape] fourth takes double[] scale; a layer method returns Tensor, takes only Tensor parameters and is neither default, static, private nor generic.
    Fix: write it as Tensor fourth(Tensor input, …).
27: error: [Espalier/MethodShape] fifth is generic and takes Tensor[] images; a layer method returns Tensor, takes only Tensor parameters and is neither default, static, private nor generic.
    Fix: write it as Tensor fifth(Tensor input, …).
*/
